"""Kill the server again and again while people press, and look whether anything was lost."""
