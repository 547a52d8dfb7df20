"""From a ticket to paper: what stands on it, how it is drawn, how it reaches the printer."""
