"""Whole visits and whole days: a real server over real sockets, its store on disk."""
