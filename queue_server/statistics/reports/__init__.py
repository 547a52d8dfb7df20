"""What each report says; how it looks is paper/."""
