"""Who is at the door, and how they show it."""
