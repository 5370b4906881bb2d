"""The judge: exact values by balls and by mpmath, and the verdict on what the NumPy kernels return."""
