"""How the clients say no."""

from server.web import Refusal

CLIENT_UNKNOWN = Refusal(404, "client_unknown", "There is no such client, or it is not shown to you.")
LOOKS_LIKE_ANOTHER = Refusal(
    409, "looks_like_another", "There is a client like this one. Look at it first, or say that this is somebody else."
)
NAME_MISSING = Refusal(422, "name_missing", "A name is needed.")
EMAIL_WRONG = Refusal(422, "email_wrong", "This is not an e-mail address.")
PHONE_WRONG = Refusal(422, "phone_wrong", "This is not a phone number. Begin one from abroad with + and its country.")
BSN_FOUND = Refusal(
    422, "bsn_found", "This looks like a citizen service number (BSN), which this office does not keep. Leave it out."
)
BIRTHDAY_WRONG = Refusal(422, "birthday_wrong", "Give the birthday as a date that exists and is not in the future.")
TIME_ZONE_WRONG = Refusal(422, "time_zone_wrong", "There is no such time zone.")
TEXT_WRONG = Refusal(422, "text_wrong", "This holds line breaks or signs that cannot be kept, or is too long.")
FIELD_WRONG = Refusal(422, "field_wrong", "What was filled in does not fit this field.")
FIELD_UNKNOWN = Refusal(422, "field_unknown", "There is no field of this office with this key.")
FIELD_MISSING = Refusal(404, "field_missing", "There is no such field of clients.")
FIELD_TAKEN = Refusal(409, "field_taken", "There is a field with this key already.")
PERSON_UNKNOWN = Refusal(422, "person_unknown", "An address belongs to somebody who is none of the people.")
COLLEAGUE_UNKNOWN = Refusal(422, "colleague_unknown", "There is no such colleague, or not any more.")
TEAM_UNKNOWN = Refusal(422, "team_unknown", "There is no such team.")
TAG_UNKNOWN = Refusal(404, "tag_unknown", "There is no such tag.")
TAG_TAKEN = Refusal(409, "tag_taken", "There is a tag with this name already.")
TOO_MANY = Refusal(422, "too_many", "That is more than one client or office can have.")
FILTER_WRONG = Refusal(422, "filter_wrong", "This filter cannot be read.")
FILTER_UNKNOWN = Refusal(404, "filter_unknown", "There is no such saved filter.")
CHANGE_UNKNOWN = Refusal(404, "change_unknown", "There is no such change, or it is too long ago to undo.")
CHANGE_UNDONE = Refusal(409, "change_undone", "This was undone already.")
CHANGE_NOT_YOURS = Refusal(403, "change_not_yours", "Only whoever did this, or an administrator, can undo it.")
NOT_DELETED = Refusal(409, "not_deleted", "This client is not deleted, or can no longer be brought back.")
MERGE_WITH_ITSELF = Refusal(422, "merge_with_itself", "Choose two different clients.")
NO_PHOTO = Refusal(404, "no_photo", "This client has no photo.")
CONSENT_IN_FUTURE = Refusal(422, "consent_in_future", "Nobody has agreed tomorrow. Give the time at which it was said.")
ADDRESS_UNKNOWN = Refusal(404, "address_unknown", "This client has no such e-mail address that is blocked.")
