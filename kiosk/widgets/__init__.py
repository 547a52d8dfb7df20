"""The things on the glass, one a file."""
