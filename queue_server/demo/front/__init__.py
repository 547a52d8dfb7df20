"""The demo's first page: a kiosk to touch, the paper it prints, the boards, the doors."""
