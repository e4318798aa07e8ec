"""File names keep their script and lose what misleads."""

import unicodedata
from email.message import Message
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.files.names import MAX_NAME, attachment, clean_name


@pytest.mark.parametrize(
    "name",
    [
        "Polis 2026.pdf",
        "Łukasz Ελένη Мария.docx",
        "מסמך.pdf",
        "مستند.pdf",
        "दस्तावेज़.pdf",
        "合同.pdf",
        "👩‍👩‍👧.png",
        "می‌خواهم.txt",
    ],
)
def test_a_name_in_any_script_stays_as_it_is(name):
    assert clean_name(name) == name


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\polis.pdf", "polis.pdf"),
        ("/absolute/path/", "file"),
        ("..", "file"),
        ("", "file"),
        (" . ", "file"),
        ("\u200d\u200d", "file"),
        (".bashrc", "bashrc"),
        ("annual\u202efdp.exe", "annualfdp.exe"),
        ("a\u2066b\u2069c\u200f.pdf", "abc.pdf"),
        ("bell\x07null\x00.pdf", "bellnull.pdf"),
        ("two\r\nlines\t.pdf", "two lines .pdf"),
        ('a<b>:"c|d?*.pdf', "a_b___c_d__.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("aux", "_aux"),
        ("e\u0301tude.pdf", "étude.pdf"),
        ("trailing.pdf. . ", "trailing.pdf"),
        ("\ud800lone.pdf", "lone.pdf"),
    ],
)
def test_what_misleads_is_taken_out(raw, kept):
    assert clean_name(raw) == kept


@pytest.mark.parametrize("letter", ["a", "é", "合", "👩"])
def test_a_long_name_keeps_its_extension(letter):
    name = clean_name(letter * 400 + ".pdf")
    assert name.endswith(letter + ".pdf")
    assert len(name.encode()) <= MAX_NAME
    assert len(name.encode()) > MAX_NAME - 5


@given(st.text(max_size=600))
def test_every_name_is_short_visible_and_cleaned_for_good(raw):
    name = clean_name(raw)
    assert name
    assert len(name) <= MAX_NAME
    assert len(name.encode()) <= MAX_NAME
    assert not set(name) & set('/\\<>:"|?*\r\n')
    assert all(unicodedata.category(char)[0] != "C" for char in name if char not in "\u200c\u200d")
    assert clean_name(name) == name


@given(st.text(max_size=300))
def test_the_header_carries_any_name_and_nothing_else(raw):
    name = clean_name(raw)
    header = attachment(name)
    assert header.isascii()
    assert header.isprintable()
    message = Message()
    message["Content-Disposition"] = header
    assert message.get_content_disposition() == "attachment"
    if "filename*=" in header:
        assert unquote(header.partition("filename*=UTF-8''")[2]) == name
    else:
        assert message.get_filename() == name


def test_a_header_for_old_programs_keeps_the_extension():
    assert attachment("合同.pdf") == "attachment; filename=\"file.pdf\"; filename*=UTF-8''%E5%90%88%E5%90%8C.pdf"
    assert attachment("café.pdf", inline=True).startswith('inline; filename="cafe.pdf"; filename*=')
