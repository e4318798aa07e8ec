"""Reading files of clients from elsewhere: spreadsheets, address books, cards. Pure; run it in a process of its own."""
