"""What follows from each command: events, or a refusal. Nothing here changes the floor."""
