"""Dates as a mail says them."""

from datetime import date

from server.mail.words import day as in_month


def in_words(day: date, language: str) -> str:
    """`3 november 2026`, in the language of who reads it."""
    return f"{in_month(language, day.day, day.month)} {day.year}"
