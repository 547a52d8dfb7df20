"""Makes the pictures of README and docs, from the running programs."""
