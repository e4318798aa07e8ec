"""What an office has chosen for its agenda. Its booking page has a table of its own: its address is found by it."""

from typing import ClassVar

from server.crm.choices import Choices


class AgendaChoices(Choices):
    NAME: ClassVar[str] = "agenda"
    closed_on_holidays: bool = True  # public ones, of the office's country
