"""What fills the glass, one a file."""
