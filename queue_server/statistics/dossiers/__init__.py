"""Dossiers: taken in from the case system, joined with what officers entered."""
