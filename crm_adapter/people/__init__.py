"""Rules about people: their names, numbers and addresses. No database, no network."""
