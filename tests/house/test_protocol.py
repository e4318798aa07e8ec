"""docs/protocol.md says what the code does."""

from signalling import refusals
from signalling.commands import PARTICIPANT_COMMANDS
from signalling.signals import SIGNALS
from signalling.wire import wire_name
from tools import docs


def test_the_protocol_document_equals_the_code() -> None:
    text = docs.PROTOCOL.read_text(encoding="utf-8")
    assert docs.written(text) == text, "run `make docs`"


def test_a_change_in_the_document_is_noticed() -> None:
    text = docs.PROTOCOL.read_text(encoding="utf-8")
    assert docs.written(text.replace("`grant_input`", "`give_input`")) == text


def test_every_command_and_signal_names_its_refusals() -> None:
    assert set(refusals.BY_COMMAND) == {wire_name(cls) for cls in PARTICIPANT_COMMANDS}
    assert set(refusals.BY_SIGNAL) == {wire_name(cls) for cls in SIGNALS}
