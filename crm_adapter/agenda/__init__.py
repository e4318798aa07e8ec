"""The rules of an agenda: statuses, hours by the wall clock, repeated blocks, free times. Pure: no IO, no clock."""
