"""The kiosk in a browser: the same program, drawn by Chromium instead of a terminal."""
