"""The board that the whole hall reads."""
