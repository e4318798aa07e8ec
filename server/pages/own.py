"""Where this service and its stores are reached: pages never open that."""

import re
from urllib.parse import urlsplit

from server.settings import Settings

_TURN_HOST = re.compile(r"turns?:(\[[0-9a-fA-F:.]+\]|[^:?]+)", re.IGNORECASE)
_ANY = ("0.0.0.0", "::", "")  # noqa: S104 - compared with, not bound to


def own_hosts(settings: Settings) -> tuple[str, ...]:
    """Host names and addresses, without ports: every port of them is meant."""
    urls = [settings.public_url, settings.node_url_given, settings.redis_url]
    if settings.s3 is not None:
        urls.append(settings.s3.endpoint)
    found = [urlsplit(url).hostname for url in urls if url]
    found += [settings.host, settings.database.host]
    if settings.smtp is not None:
        found.append(settings.smtp.host)
    for url in settings.turn_urls:
        host = _TURN_HOST.match(url)
        if host is not None:
            found.append(host[1].strip("[]"))
    named = {host.lower() for host in found if host and host not in _ANY}
    return tuple(sorted(f"[{host}]" if ":" in host else host for host in named))
