"""What runs while a server runs: the house of its centres, its doors, its control socket."""
