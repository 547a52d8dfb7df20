"""How fast the server is, each figure beside its limit measured in the same run."""
