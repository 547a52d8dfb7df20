"""The memory: what is not kept here did not happen."""
