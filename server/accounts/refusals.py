"""How the accounts say no."""

from server.accounts.passwords import Objection
from server.web import Problem, Refusal

WRONG_CREDENTIALS = Refusal(401, "wrong_credentials", "The e-mail address or the password is not right.")
TOTP_REQUIRED = Refusal(401, "totp_required", "Give the code from your authenticator app too.")
WRONG_TOTP = Refusal(401, "wrong_totp", "This code is not right, or was used already.")
# Not 401: who turns the second step on is signed in already.
WRONG_CODE = Refusal(422, "wrong_totp", "This code is not right. Check the clock of your phone.")
WRONG_PASSWORD = Refusal(403, "wrong_password", "This is not your current password.")
WEAK_PASSWORD = Refusal(422, "weak_password", "This password is too easy to guess.")
LINK_UNKNOWN = Refusal(404, "link_unknown", "This link is not known. Check that you copied all of it.")
LINK_USED = Refusal(410, "link_used", "This link has been used.")
LINK_EXPIRED = Refusal(410, "link_expired", "This link no longer works. Ask for a new one.")
EMAIL_TAKEN = Refusal(409, "email_taken", "There is an account with this e-mail address already.")
LAST_ADMIN = Refusal(409, "last_admin", "An office needs at least one administrator. Make somebody else one first.")
TOTP_ON = Refusal(409, "totp_already_on", "The second step is on already.")
OWN_TOTP = Refusal(409, "own_second_step", "Turn off your own second step at your own account, with your password.")
TOTP_NOT_STARTED = Refusal(409, "totp_not_started", "Ask for a secret first.")
NOT_AN_IMAGE = Refusal(422, "not_an_image", "This is no PNG, JPEG or WebP picture that can be read.")
IMAGE_TOO_LARGE = Refusal(422, "image_too_large", "This picture has too many pixels.")
TOO_MANY_KEYS = Refusal(409, "too_many_keys", "This office has as many API keys as it can have. Revoke one first.")


def weak(objection: Objection) -> Problem:
    return WEAK_PASSWORD.problem(objection.sentence, reason=objection.reason)
