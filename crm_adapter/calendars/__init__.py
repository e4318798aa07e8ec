"""Calendar files as RFC 5545 and 5546 want them: written for people's calendars, and read from servers of others."""
