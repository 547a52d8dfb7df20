"""A report as a workbook: a sheet for each table, real numbers and days, native charts, A4."""

from queue_server.statistics.paper.xlsx.workbook import render

__all__ = ["render"]
