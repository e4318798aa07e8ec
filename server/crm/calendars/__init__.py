"""Appointments in people's own calendars: invitations by mail, a feed to subscribe to, and a CalDAV server."""
