"""The words: everything that is said between the parts, and nothing else."""
