"""How the contract says no."""

from crm_adapter.contract import Failure
from server.web import Problem, Refusal

CRM_DOWN = Refusal(503, "crm_down", "The CRM cannot be reached now. The session goes on; try again in a moment.")
CRM_SLOW = Refusal(503, "crm_slow", "The CRM does not answer in time. The session goes on; try again in a moment.")
CRM_DENIED = Refusal(
    503, "crm_denied", "The CRM does not accept our key. Ask the administrator to look at the connection to the CRM."
)
CRM_NOT_THERE = Refusal(404, "crm_not_there", "The CRM has no such client or document, or does not show it to you.")
CRM_REFUSED = Refusal(409, "crm_refused", "The CRM refused this.")
CRM_NOT_OFFERED = Refusal(409, "crm_not_offered", "The CRM of this office does not do this.")
CRM_CONFLICT = Refusal(409, "crm_conflict", "Somebody changed this in the CRM meanwhile. Look at it there.")
CRM_SECRET_MISSING = Refusal(422, "crm_secret_missing", "Give the key that the CRM has made for us.")
CRM_SIGNATURE_WRONG = Refusal(
    401, "crm_signature_wrong", "This message is not signed with the key of the CRM, or not now."
)
CRM_MESSAGE_GARBLED = Refusal(422, "crm_message_garbled", "This message has not the shape that the contract asks for.")
NO_CLIENT_HERE = Refusal(404, "no_client_page", "This session stands without a client's page.")
WRITE_DONE = Refusal(409, "crm_write_done", "This has reached the CRM already.")

READING = (CRM_DOWN, CRM_SLOW, CRM_DENIED, CRM_NOT_THERE, CRM_REFUSED, CRM_NOT_OFFERED, CRM_CONFLICT)
_BY_CODE = {one.code: one for one in READING}


def refused(failure: Failure) -> Problem:
    """A failure of the adapter, as a route says it; `said` is the CRM's own sentence."""
    return _BY_CODE.get(failure.code, CRM_DOWN).problem(said=failure.detail[:300])
