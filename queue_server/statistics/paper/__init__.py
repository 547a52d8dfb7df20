"""How a report gets onto paper: what it says, and each form it can take."""
