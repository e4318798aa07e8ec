"""The CRM behind its contract: the built-in one or a foreign one, writes that wait for it, and who hears of what."""
