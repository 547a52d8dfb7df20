"""`queue-server`, also as `python -m queue_server`."""

import sys

from queue_server.cli.program import main

if __name__ == "__main__":
    sys.exit(main())
