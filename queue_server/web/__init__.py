"""The doors: HTTP and live views."""
