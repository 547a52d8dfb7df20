"""What is done behind each door."""
