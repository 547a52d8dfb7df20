"""Figures over time: periods, figures, and the reports made of them."""
