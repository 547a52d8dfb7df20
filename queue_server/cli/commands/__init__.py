"""The commands, one module a family; each says how it is typed and what it does."""
