"""The boards that citizens read, and the console that officers touch."""

# before Textual is imported anywhere: it decides on the terminal's colours
import queue_server.terminal  # noqa: F401
