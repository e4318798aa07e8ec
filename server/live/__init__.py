"""The live session's edges and keepers: its log, its people's connections, the two lanes into it."""
