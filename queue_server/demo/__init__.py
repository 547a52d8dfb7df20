"""The ready-made centre and its believable people."""
