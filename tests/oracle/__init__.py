"""The judge: truth at hundreds of digits, and the verdict on what the NumPy kernels return."""
