"""A report on paper: A4 pages in the look of an official form, with text that can be selected."""

from queue_server.statistics.paper.pdf.document import render

__all__ = ["render"]
