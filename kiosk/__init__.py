"""The touch kiosk: take a number, get a printed ticket."""

# before Textual is imported anywhere: it decides on the terminal's colours
import queue_server.terminal  # noqa: F401
