"""The board above one counter."""
