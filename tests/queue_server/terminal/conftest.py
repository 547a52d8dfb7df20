# before Textual is imported anywhere: it decides on the colours
import queue_server.terminal  # noqa: F401
