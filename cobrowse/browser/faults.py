"""Why a page does not show: the browser's and the proxy's words as codes of our own."""

from typing import Final

_EXACT: Final = {
    "ERR_NAME_NOT_RESOLVED": "name_unknown",
    "ERR_TOO_MANY_REDIRECTS": "redirect_loop",
    "ERR_TIMED_OUT": "too_slow",
    "ERR_CONNECTION_TIMED_OUT": "too_slow",
    "ERR_BLOCKED_BY_ADMINISTRATOR": "address_refused",
    "ERR_UNSAFE_PORT": "address_refused",
    "ERR_UNSAFE_REDIRECT": "address_refused",
    "ERR_DISALLOWED_URL_SCHEME": "address_refused",
    "ERR_UNKNOWN_URL_SCHEME": "address_refused",
    "ERR_FILE_NOT_FOUND": "address_refused",
    "ERR_ACCESS_DENIED": "address_refused",
    "ERR_BLOCKED_BY_RESPONSE": "refused_by_site",
    "ERR_BLOCKED_BY_CLIENT": "refused_by_site",
    "ERR_INVALID_AUTH_CREDENTIALS": "login_refused",
    "ERR_UNSUPPORTED_AUTH_SCHEME": "login_refused",
    "ERR_EMPTY_RESPONSE": "bad_response",
    "ERR_INVALID_RESPONSE": "bad_response",
    "ERR_INVALID_HTTP_RESPONSE": "bad_response",
    "ERR_CONTENT_DECODING_FAILED": "bad_response",
    "ERR_RESPONSE_HEADERS_TOO_BIG": "bad_response",
}
_BEGIN: Final = (
    ("ERR_CERT", "certificate"),
    ("ERR_SSL_OBSOLETE", "certificate"),
    ("ERR_SSL", "no_secure_connection"),
    ("ERR_BAD_SSL", "no_secure_connection"),
    ("ERR_CONNECTION", "unreachable"),
    ("ERR_ADDRESS", "unreachable"),
    ("ERR_TUNNEL", "unreachable"),
    ("ERR_PROXY", "unreachable"),
    ("ERR_NETWORK", "unreachable"),
    ("ERR_INTERNET", "unreachable"),
    ("ERR_SOCKS", "unreachable"),
    ("ERR_HTTP2", "bad_response"),
    ("ERR_INCOMPLETE", "bad_response"),
    ("ERR_CONTENT_LENGTH", "bad_response"),
)


def of(failure: str) -> str:
    """The code for Chromium's "net::ERR_…"; "" when nothing went wrong (a download, or somebody pressed stop)."""
    name = failure.removeprefix("net::").split(" ")[0].strip()
    if not name or name in ("ERR_ABORTED", "ERR_HTTP_RESPONSE_CODE_FAILURE"):
        return ""
    if name in _EXACT:
        return _EXACT[name]
    return next((code for start, code in _BEGIN if name.startswith(start)), "page_failed")
