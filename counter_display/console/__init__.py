"""What the officer touches."""
