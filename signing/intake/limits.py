"""How much of a document is taken. Beyond it, people would wait longer than they expect, and nobody reads it."""

LARGEST = 128 * 1024 * 1024
"""Bytes of a file."""
MOST_PAGES = 5_000
SMALLEST_SIDE, LARGEST_SIDE = 3.0, 100_000.0
"""Points. Below there is no room for a mark, above no viewer shows it."""
FARTHEST = 10_000_000.0
"""Points from the origin; beyond, viewers round a mark off its place."""
DEEPEST = 100
"""Levels of a tree of pages or fields. Real ones have a handful."""
MOST_FIELDS = 20_000
UNPACKED = 64 * 1024 * 1024
"""Bytes that one compressed stream may unpack to, where we unpack it."""
DRAWN = 512 * 1024 * 1024
"""Bytes that what all pages draw may unpack to."""
REPAIRABLE = 32 * 1024 * 1024
"""Bytes of a file that is read whole into memory, when nothing else can read it."""
