"""The rules of a live session: who may do what, what happened, who sees it. Pure: no IO, no clock, no logging."""
