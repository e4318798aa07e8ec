"""Refusals of signing, each with its sentence."""

from server.web import Problem, Refusal
from signing.model import Refused

ENVELOPE_UNKNOWN = Refusal(404, "envelope_unknown", "There is no such envelope.")
ENVELOPE_CHANGED = Refusal(409, "envelope_changed", "Somebody else has changed this envelope meanwhile.")
ENVELOPE_CLOSED = Refusal(409, "envelope_closed", "This envelope is closed: nothing can be changed in it any more.")
ENVELOPE_SENT = Refusal(409, "envelope_sent", "This envelope has been sent already.")
ENVELOPE_NOT_SENT = Refusal(409, "envelope_not_sent", "This envelope has not been sent yet.")
ENVELOPE_NOT_FAILED = Refusal(409, "envelope_not_failed", "Only what has failed can be tried again.")
ENVELOPE_BUSY = Refusal(503, "envelope_busy", "Somebody else is signing at this moment. Try again in a moment.")
SIGNER_UNKNOWN = Refusal(404, "signer_unknown", "This envelope has no such signer.")
NOT_YOUR_TURN = Refusal(409, "not_your_turn", "It is not your turn yet: somebody else signs first.")
ALREADY_SIGNED = Refusal(409, "already_signed", "This has been signed already.")
CONSENT_NEEDED = Refusal(422, "consent_needed", "Agree to signing electronically first.")
NAME_MISSING = Refusal(422, "name_missing", "A name is needed.")
EMAIL_WRONG = Refusal(422, "email_wrong", "This is not an e-mail address.")
INK_MISSING = Refusal(422, "ink_missing", "There is no signature yet: a dot or an empty pad is not enough.")
INITIALS_MISSING = Refusal(422, "initials_missing", "The initials are missing: a dot or an empty pad is not enough.")
INK_UNUSABLE = Refusal(422, "ink_unusable", "This picture cannot be used as a signature.")
VALUE_MISSING = Refusal(422, "value_missing", "A field that is needed has not been filled in.")
VALUE_WRONG = Refusal(422, "value_wrong", "What was filled in does not fit its field.")
SIGNER_CLIENT_UNKNOWN = Refusal(
    422, "signer_client_unknown", "There is no such client, or not for you. Choose the client again, or type who signs."
)
SIGNER_CLIENT_UNCHECKED = Refusal(
    503,
    "signer_client_unchecked",
    "The CRM cannot be reached now, so that no client can be chosen. Try again in a moment, or type who signs.",
)
SIGNERS_MISSING = Refusal(422, "signers_missing", "Say first who signs.")
NOT_ENOUGH_FIELDS = Refusal(422, "not_enough_fields", "Everybody who signs needs a field for their signature.")
FIELD_OFF_PAGE = Refusal(422, "field_off_page", "A field lies outside its page.")
FIELD_UNOWNED = Refusal(422, "field_unowned", "A field belongs to somebody who does not sign.")
TOO_MANY_SIGNERS = Refusal(422, "too_many_signers", "At most 20 people can sign one document.")
TOO_MANY_FIELDS = Refusal(422, "too_many_fields", "At most 500 fields fit in one document.")
NO_CREDITS = Refusal(
    402, "no_credits", "There are no credits left. An administrator buys them at Settings → Transactions."
)
CREDITS_NOT_ALLOWED = Refusal(
    403, "credits_not_allowed", "Tick first that credits may be used, at Settings → Transactions."
)
FILE_NOT_YET = Refusal(404, "file_not_yet", "This file is there once everybody has signed.")
DOCUMENT_GONE = Refusal(410, "document_gone", "This document is no longer there.")
SIGNING_FAILED = Refusal(
    500, "signing_failed", "The document could not be signed. Nothing was changed; the document is as it was."
)
SIGNING_BUSY = Refusal(503, "signing_busy", "Many documents are being signed at this moment. Try again in a moment.")
SIGNING_AWAY = Refusal(503, "signing_away", "Documents cannot be read at this moment. Try again later.")

# What the intake says of a document.
NOT_A_PDF = Refusal(415, "not_a_pdf", "Only PDF files can be signed.")
EMPTY_FILE = Refusal(422, "empty_file", "This file is empty.")
TOO_LARGE = Refusal(413, "too_large", "This document is too large to be signed.")
TOO_MANY_PAGES = Refusal(422, "too_many_pages", "This document has too many pages to be signed.")
ENCRYPTED = Refusal(422, "encrypted", "This document has a password. Save it without one, and choose it again.")
XFA_DYNAMIC = Refusal(422, "xfa_dynamic", "This is a form that only Adobe programs can show. Print it to a PDF first.")
NO_CHANGES_ALLOWED = Refusal(422, "no_changes_allowed", "Whoever signed this document does not allow more signatures.")
ACTIVE_CONTENT = Refusal(422, "active_content", "This document holds a program. Print it to a PDF first.")
NO_PAGES = Refusal(422, "no_pages", "This document has no pages.")
PAGE_BOX_UNUSABLE = Refusal(422, "page_box_unusable", "A page of this document has a size that cannot be shown.")
SIGNED_AND_BROKEN = Refusal(
    422,
    "signed_and_broken",
    "A signature in this document is no longer right. Ask for the document as it was signed.",
)
FORM_UNREADABLE = Refusal(
    422, "form_unreadable", "The form fields of this document cannot be read. Print it to a PDF first."
)
DOCUMENT_BROKEN = Refusal(422, "document_broken", "This document is damaged and cannot be repaired.")
TOOK_TOO_LONG = Refusal(422, "took_too_long", "This document takes too long to read.")

OF_DOCUMENTS = (
    NOT_A_PDF,
    EMPTY_FILE,
    TOO_LARGE,
    TOO_MANY_PAGES,
    ENCRYPTED,
    XFA_DYNAMIC,
    NO_CHANGES_ALLOWED,
    ACTIVE_CONTENT,
    NO_PAGES,
    PAGE_BOX_UNUSABLE,
    SIGNED_AND_BROKEN,
    FORM_UNREADABLE,
    DOCUMENT_BROKEN,
    TOOK_TOO_LONG,
    SIGNING_BUSY,
    SIGNING_AWAY,
)
OF_DRAFTS = (
    SIGNERS_MISSING,
    NOT_ENOUGH_FIELDS,
    FIELD_OFF_PAGE,
    FIELD_UNOWNED,
    TOO_MANY_SIGNERS,
    TOO_MANY_FIELDS,
    NAME_MISSING,
    EMAIL_WRONG,
)
OF_CLIENTS = (SIGNER_CLIENT_UNKNOWN, SIGNER_CLIENT_UNCHECKED)
OF_SIGNING = (
    ENVELOPE_CLOSED,
    ENVELOPE_BUSY,
    NOT_YOUR_TURN,
    ALREADY_SIGNED,
    CONSENT_NEEDED,
    NAME_MISSING,
    INK_MISSING,
    INITIALS_MISSING,
    INK_UNUSABLE,
    VALUE_MISSING,
    VALUE_WRONG,
    SIGNING_FAILED,
    SIGNING_BUSY,
    SIGNING_AWAY,
)
_BY_CODE = {one.code: one for one in (*OF_DOCUMENTS, INK_MISSING, INITIALS_MISSING, INK_UNUSABLE, VALUE_MISSING)}
_BY_CODE |= {"busy": SIGNING_BUSY, "out_of_order": SIGNING_AWAY}


def refused(wrong: Refused) -> Problem:
    """What the room of signing refused, as an answer."""
    problem = _BY_CODE.get(wrong.code, SIGNING_FAILED).problem()
    problem.fields |= wrong.details
    return problem
