"""The manager's statistics: figures, pictures of them, and the way down to tickets and events."""
