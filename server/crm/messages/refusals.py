"""How messages say no."""

from server.web import Refusal

UNKNOWN_TAG = Refusal(422, "unknown_tag", "The message names a tag that does not exist here. Nothing was sent.")
TAG_WITHOUT_VALUE = Refusal(
    422, "tag_without_value", "A tag of the message has nothing to say here. Take it out, or choose an appointment."
)
BLOCKS_WRONG = Refusal(422, "blocks_wrong", "The message is too large, or holds something that messages cannot hold.")
SUBJECT_MISSING = Refusal(422, "subject_missing", "Give the message a subject.")
MESSAGE_EMPTY = Refusal(422, "message_empty", "Write something first.")
EMAIL_MISSING = Refusal(422, "email_missing", "There is no e-mail address to send this to. Add one first.")
EMAIL_WRONG = Refusal(422, "address_wrong", "This is not an address that mail can go to.")
EMAIL_BLOCKED = Refusal(409, "email_blocked", "Mail to this address came back, so nothing goes to it any more.")
UNSUBSCRIBED = Refusal(409, "unsubscribed", "This client wants no offers by mail.")
NOT_AN_ADDRESS = Refusal(422, "not_an_address", "This address is not on the client's card.")
SENDER_UNKNOWN = Refusal(422, "sender_unknown", "There is no such colleague, or not any more.")
TEMPLATE_UNKNOWN = Refusal(404, "template_unknown", "There is no such template.")
TEMPLATE_WRONG = Refusal(422, "template_wrong", "Messages of this kind cannot use that template.")
KIND_UNKNOWN = Refusal(404, "kind_unknown", "There is no such kind of message.")
TOO_MANY_TEMPLATES = Refusal(409, "too_many_templates", "There are too many templates. Remove one first.")
APPOINTMENT_UNKNOWN = Refusal(422, "message_appointment_unknown", "There is no such appointment with this client.")
DOCUMENT_UNKNOWN = Refusal(422, "message_document_unknown", "There is no such document that this client may see.")
NOBODY_CHOSEN = Refusal(422, "nobody_chosen", "Choose who gets the message.")
TOO_MANY_RECIPIENTS = Refusal(422, "too_many_recipients", "That is more than one message can go to. Choose fewer.")
MESSAGE_UNKNOWN = Refusal(404, "message_unknown", "There is no such message, or it is not shown to you.")
MAILING_UNKNOWN = Refusal(404, "mailing_unknown", "There is no such message to many.")
UNSUBSCRIBE_UNKNOWN = Refusal(404, "unsubscribe_unknown", "This link is not complete. Copy the whole of it.")
TOO_MANY_TESTS = Refusal(429, "too_many_tests", "That is enough test mails for now. Try again in a minute.")
