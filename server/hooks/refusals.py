"""How the webhooks say no."""

from server.web import Refusal

WEBHOOK_URL_WRONG = Refusal(
    422, "webhook_url_wrong", "Give a full address that starts with https://, without a name or password in it."
)
WEBHOOK_ADDRESS_REFUSED = Refusal(
    422,
    "webhook_address_refused",
    "Webhooks go to public addresses only; the administrator of the server can name exceptions.",
)
TOO_MANY_WEBHOOKS = Refusal(409, "too_many_webhooks", "This office has as many webhooks as it can have.")
WEBHOOK_OFF = Refusal(409, "webhook_off", "This webhook is off. Turn it on first.")
CURSOR_GONE = Refusal(
    410, "cursor_gone", "Events are kept for ninety days, and some after this cursor are gone. Read everything anew."
)
KIND_UNKNOWN = Refusal(
    422, "kind_unknown", "No event is of this kind. docs/webhooks-and-api.md lists those that there are."
)
