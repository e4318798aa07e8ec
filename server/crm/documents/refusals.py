"""The ways to refuse what concerns documents, with their stable codes."""

from server.web import Refusal

DOCUMENT_UNKNOWN = Refusal(404, "document_unknown", "There is no such document, or it is not shown to you.")
DOCUMENT_INTERNAL = Refusal(
    409, "document_internal", "This document is for internal use only. Share it with the client first."
)
DOCUMENT_BEING_SIGNED = Refusal(
    409, "document_being_signed", "This document is on its way to be signed. Withdraw that first."
)
DOCUMENT_OF_ANOTHER = Refusal(
    409, "document_of_another", "This document belongs to another client. Share it from your own documents."
)
DOCUMENT_FIXED = Refusal(409, "document_fixed", "A signed document and its log stay as they are.")
CLIENTS_MISSING = Refusal(422, "clients_missing", "Choose a client first.")
FILE_REFUSED = Refusal(422, "file_refused", "Programs are not taken here. Send a document or a picture.")
STORAGE_FULL = Refusal(413, "storage_full", "The office has no room for more documents. Remove some first.")
TOO_MANY_CLIENTS = Refusal(
    422, "too_many_clients", "That is more clients than documents can be shared with at once. Choose fewer."
)
SHARING_UNKNOWN = Refusal(404, "sharing_unknown", "There is no such sharing, or it is somebody else's.")
REQUEST_UNKNOWN = Refusal(404, "request_unknown", "There is no such request, or it is not shown to you.")
REQUEST_CLOSED = Refusal(409, "request_closed", "This request was answered or closed already.")
NO_CLIENT_HERE = Refusal(409, "no_client_here", "This session has no client to keep the file with.")
VERSION_UNKNOWN = Refusal(404, "version_unknown", "There is no such version of this document.")
CLIENT_EMAIL_MISSING = Refusal(
    422, "client_email_missing", "There is no e-mail address on this client's card. Fill it in there first."
)
