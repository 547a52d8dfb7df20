"""The parts of a centre file: its text, its lines, its shape and its catalogue."""
