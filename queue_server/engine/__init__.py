"""The heartbeat: one loop per centre that decides, records and tells."""
