"""How imports and exports say no."""

from server.web import Refusal

IMPORT_UNKNOWN = Refusal(404, "import_unknown", "There is no such import, or it is not shown to you.")
IMPORT_TOO_LARGE = Refusal(413, "import_too_large", "This file is larger than an import can be. Split it in two.")
IMPORT_EMPTY = Refusal(422, "import_empty", "This file is empty.")
IMPORT_NOT_READY = Refusal(409, "import_not_ready", "This import is not at the point where that can be done.")
IMPORT_NOTHING = Refusal(409, "import_nothing", "No row of this file can be brought.")
IMPORT_TOO_OLD = Refusal(409, "import_too_old", "It is too long ago to undo this import.")
COLUMNS_WRONG = Refusal(422, "columns_wrong", "These are not the columns of the file, or one is chosen twice.")
"""Of the file itself, found while reading it: these are the `trouble` of an import."""
FILE_EMPTY = Refusal(422, "file_empty", "There is nothing in this file.")
FILE_KIND_UNKNOWN = Refusal(422, "file_kind_unknown", "This is no table and no address book.")
FILE_BROKEN = Refusal(422, "file_broken", "This file is damaged, or not what its name says.")
FILE_LOCKED = Refusal(422, "file_locked", "This workbook is locked with a password. Save it without one.")
FILE_TOO_DENSE = Refusal(422, "file_too_dense", "This file holds far more than it seems to, and is not unpacked.")
TOO_MANY_ROWS = Refusal(422, "too_many_rows", "This file has more rows than one import can have. Split it in two.")
TOO_MANY_COLUMNS = Refusal(422, "too_many_columns", "This file has more columns than any list of clients.")
IMPORTER_GONE = Refusal(409, "importer_gone", "Whoever began this import does not work here any more.")
