"""Hexadecimal strings: ours reads exactly what pyHanko's own reads."""

import importlib.util
import io
from types import ModuleType

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfStreamError

from signing.pdf.hexadecimal import read_hexadecimal


@pytest.fixture(scope="module")
def theirs() -> ModuleType:
    """pyHanko's module once more, as it is without us."""
    spec = importlib.util.find_spec("pyhanko.pdf_utils.generic")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "content",
    [
        b"<>",
        b"<4>",
        b"<48656c6C6F>",
        b"< 48\r\n65\t6c \x0c6c 6f\x00>",
        b"<FEFF0041>",
        b"<" + b"0a" * 9000 + b"00" * 9000 + b">",
    ],
    ids=["nothing", "odd", "letters", "spaces", "utf-16", "long"],
)
def test_it_reads_the_same_and_stops_at_the_same_place(theirs: ModuleType, content: bytes) -> None:
    ours, other = io.BytesIO(content + b" /Next"), io.BytesIO(content + b" /Next")
    assert read_hexadecimal(ours) == theirs.read_hex_string_from_stream(other)
    assert ours.tell() == other.tell() == len(content)


@pytest.mark.parametrize("content", [b"<48", b"<4x>", b"<48 \xff>", b"<" + b"0" * 9000 + b"(>"])
def test_it_refuses_the_same(theirs: ModuleType, content: bytes) -> None:
    with pytest.raises(PdfStreamError):
        theirs.read_hex_string_from_stream(io.BytesIO(content))
    with pytest.raises(PdfStreamError):
        read_hexadecimal(io.BytesIO(content))


def test_signing_reads_with_it() -> None:
    import signing.pdf  # noqa: F401  for what it sets up

    assert generic.read_hex_string_from_stream is read_hexadecimal
