"""What the kiosk and the counter displays have in common as programs on a terminal."""

import os

# xterm hides that it knows all colours, and with sixteen of them the screens cannot be read;
# Textual looks at this once, when it is first imported
os.environ.setdefault("TEXTUAL_COLOR_SYSTEM", "truecolor")
