"""The judge: exact values by balls, a second opinion by mpmath, and the verdict on what the NumPy kernels return."""
