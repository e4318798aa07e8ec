"""What people are told of their appointments: a mail at every change, and reminders."""
