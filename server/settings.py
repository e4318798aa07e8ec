"""Settings: read from a mapping once, checked whole, and refused in sentences."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from media.ice import is_turn_url
from server.mail.smtp import Smtp
from server.stores.blobs import S3
from server.web.security import Network

_CLIENT = Path(__file__).resolve().parent.parent / "web_client" / "dist"
_HOST_AND_PORT = re.compile(r"(\[[0-9a-f:.]+\]|[^\s:/@\[\]]+):[0-9]{1,5}")
_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>.]+")
_PIPELINES = ("auto", "damage", "x11grab", "screencast")
_LEVELS = ("debug", "info", "warning", "error")

KNOWN = frozenset(
    "SAMEN_" + name
    for name in [
        "PORT",
        "HOST",
        "DATA",
        "ADMIN_EMAIL",
        "ADMIN_PASSWORD",
        "PUBLIC_URL",
        "TLS_CERT",
        "TLS_KEY",
        "DEMO",
        "TRUSTED_PROXIES",
        "CLIENT",
        "LOG",
        "LOG_LEVEL",
        "MAIL_FROM",
        "METRICS_TOKEN",
        "ACCEPT_NEW_SECRETS",
        "CHROMIUM",
        "NODE_URL",
    ]
)


class WrongSettings(Exception):
    """Settings that cannot be used: one sentence each, every one naming its setting."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True, slots=True)
class Browsing:
    """What web pages that people look at together may use here."""

    allow: tuple[str, ...]  # "host:port": private addresses that pages may open all the same
    pages: int  # at once, on this node; 0 is none at all
    memory_mb: int  # of one page
    idle_minutes: int
    warm: bool  # one more browser waits, so that the next page opens at once
    pipeline: str
    chromium: str  # the program; "" means: look for it


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that may differ between two installations."""

    host: str
    port: int
    data: Path
    public_url: str  # without a slash at the end; "" when not set
    tls_cert: Path | None
    tls_key: Path | None
    database: URL
    redis_url: str = field(repr=False)
    s3: S3 | None
    blob_folder: Path
    smtp: Smtp | None
    mail_from: str
    turn_urls: tuple[str, ...]
    turn_secret: str = field(repr=False)
    trusted_proxies: tuple[Network, ...]
    client: Path
    admin_email: str
    admin_password: str = field(repr=False)
    demo: bool
    log: str  # "json" or "console"
    log_level: str
    metrics_token: str = field(repr=False)
    accept_new_secrets: bool
    browsing: Browsing
    webhook_allow: tuple[str, ...]  # "host:port": private addresses that webhooks may go to all the same
    node_url_given: str  # "" when not set
    warnings: tuple[str, ...] = ()

    @property
    def own_url(self) -> str:
        """Where people reach us: the public address, else the one we listen on."""
        if self.public_url:
            return self.public_url
        host = "localhost" if self.host in ("127.0.0.1", "0.0.0.0", "::", "::1") else self.host  # noqa: S104 - compared with, not bound to
        if ":" in host:
            host = f"[{host}]"
        return f"{'https' if self.tls_cert else 'http'}://{host}:{self.port}"

    @property
    def node_url(self) -> str:
        """Where the other nodes reach this one; without the setting, they are on the same machine."""
        return self.node_url_given or f"{'https' if self.tls_cert else 'http'}://127.0.0.1:{self.port}"


class _Reader:
    """Reads one mapping and collects complaints, so that all of them are told at once."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self.env = env
        self.wrong: list[str] = []

    def text(self, name: str, default: str = "") -> str:
        return self.env.get(name, "").strip() or default

    def complain(self, sentence: str) -> None:
        self.wrong.append(sentence)

    def switch(self, name: str, default: str = "0") -> bool:
        value = self.text(name, default).lower()
        if value not in ("0", "1", "true", "false", "yes", "no"):
            self.complain(f"{name} must be 1 or 0.")
        return value in ("1", "true", "yes")

    def port(self, name: str, default: int) -> int:
        value = self.text(name, str(default))
        if value.isascii() and value.isdigit() and int(value) <= 65535:
            return int(value)
        self.complain(f"{name} must be a port number from 0 to 65535.")
        return default

    def number(self, name: str, default: int, low: int, high: int) -> int:
        value = self.text(name, str(default))
        if value.isascii() and value.isdigit() and low <= int(value) <= high:
            return int(value)
        self.complain(f"{name} must be a whole number from {low} to {high}.")
        return default

    def choice(self, name: str, options: tuple[str, ...], default: str) -> str:
        value = self.text(name, default).lower()
        if value not in options:
            self.complain(f"{name} must be one of {', '.join(options)}.")
        return value

    def file(self, name: str) -> Path | None:
        value = self.text(name)
        if not value:
            return None
        path = Path(value)
        try:
            with path.open("rb"):
                return path
        except OSError as wrong:
            self.complain(f"{name} cannot be read: {wrong.strerror}.")
            return None


def read(env: Mapping[str, str]) -> Settings:
    """Check everything that can be checked without opening anything. Raises WrongSettings."""
    reader = _Reader(env)
    data = Path(reader.text("SAMEN_DATA", "./data")).absolute()
    cert, key = _tls(reader)
    email, password = _first_administrator(reader)
    public_url = _public_url(reader)
    s3, folder = _blobs(reader, data)
    turn_urls, turn_secret = _turn(reader)
    smtp = _smtp(reader)
    settings = Settings(
        host=reader.text("SAMEN_HOST", "127.0.0.1"),
        port=reader.port("SAMEN_PORT", 8080),
        data=data,
        public_url=public_url,
        tls_cert=cert,
        tls_key=key,
        database=_database(reader, data),
        redis_url=_redis(reader),
        s3=s3,
        blob_folder=folder,
        smtp=smtp,
        mail_from=_mail_from(reader, public_url, smtp),
        turn_urls=turn_urls,
        turn_secret=turn_secret,
        trusted_proxies=_proxies(reader),
        client=Path(reader.text("SAMEN_CLIENT", str(_CLIENT))).absolute(),
        admin_email=email,
        admin_password=password,
        demo=reader.switch("SAMEN_DEMO"),
        log=reader.choice("SAMEN_LOG", ("json", "console"), "console"),
        log_level=reader.choice("SAMEN_LOG_LEVEL", _LEVELS, "info"),
        metrics_token=reader.text("SAMEN_METRICS_TOKEN"),
        accept_new_secrets=reader.switch("SAMEN_ACCEPT_NEW_SECRETS"),
        browsing=_browsing(reader),
        webhook_allow=_places(reader, "WEBHOOK_ALLOW", reader.text("WEBHOOK_ALLOW")),
        node_url_given=_address(reader, "SAMEN_NODE_URL", reader.text("SAMEN_NODE_URL"), "http://10.0.0.5:8080"),
        warnings=_unknown(env),
    )
    if reader.text("SAMEN_CLIENT") and not settings.client.is_dir():
        reader.complain("SAMEN_CLIENT must name the folder of a built client.")
    if reader.wrong:
        raise WrongSettings(reader.wrong)
    return settings


def _unknown(env: Mapping[str, str]) -> tuple[str, ...]:
    names = sorted(name for name in env if name.startswith("SAMEN_") and name not in KNOWN)
    return tuple(f"{name} is not a setting of this version; it is ignored." for name in names)


def _tls(reader: _Reader) -> tuple[Path | None, Path | None]:
    cert_named, key_named = reader.text("SAMEN_TLS_CERT"), reader.text("SAMEN_TLS_KEY")
    if bool(cert_named) != bool(key_named):
        missing = "SAMEN_TLS_KEY" if cert_named else "SAMEN_TLS_CERT"
        reader.complain(f"{missing} is missing: TLS needs both SAMEN_TLS_CERT and SAMEN_TLS_KEY.")
    return reader.file("SAMEN_TLS_CERT"), reader.file("SAMEN_TLS_KEY")


def _first_administrator(reader: _Reader) -> tuple[str, str]:
    email, password = reader.text("SAMEN_ADMIN_EMAIL").lower(), reader.env.get("SAMEN_ADMIN_PASSWORD", "")
    if bool(email) != bool(password):
        missing = "SAMEN_ADMIN_PASSWORD" if email else "SAMEN_ADMIN_EMAIL"
        reader.complain(f"{missing} is missing: SAMEN_ADMIN_EMAIL and SAMEN_ADMIN_PASSWORD belong together.")
    elif email:
        # Imported here, because the rules of accounts are no business of other settings.
        from server.accounts.fields import is_email
        from server.accounts.passwords import objection

        if not is_email(email):
            reader.complain("SAMEN_ADMIN_EMAIL is not an e-mail address.")
        complaint = objection(password, (email,))
        if complaint is not None:
            reader.complain(f"SAMEN_ADMIN_PASSWORD cannot be used: {complaint.sentence}")
    return email, password


def _browsing(reader: _Reader) -> Browsing:
    chromium = reader.text("SAMEN_CHROMIUM")
    if chromium and not os.access(chromium, os.X_OK):
        reader.complain("SAMEN_CHROMIUM must name a program: Chromium or Chrome.")
    return Browsing(
        allow=_places(reader, "COBROWSE_ALLOW", reader.text("COBROWSE_ALLOW")),
        pages=reader.number("COBROWSE_PAGES", 4, 0, 200),
        memory_mb=reader.number("COBROWSE_MEMORY_MB", 1536, 256, 65_536),
        idle_minutes=reader.number("COBROWSE_IDLE_MINUTES", 60, 0, 1_440),
        warm=reader.switch("COBROWSE_WARM", "1"),
        pipeline=reader.choice("COBROWSE_PIPELINE", _PIPELINES, "auto"),
        chromium=chromium,
    )


def _places(reader: _Reader, name: str, given: str) -> tuple[str, ...]:
    """Hosts with ports."""
    places = tuple(one.strip().lower() for one in given.split(",") if one.strip())
    if not all(_HOST_AND_PORT.fullmatch(one) for one in places):
        reader.complain(f"{name} must be a list of hosts with ports such as intranet.local:443.")
    return places


def _public_url(reader: _Reader) -> str:
    return _address(reader, "SAMEN_PUBLIC_URL", reader.text("SAMEN_PUBLIC_URL"), "https://samen.example")


def _address(reader: _Reader, name: str, given: str, example: str) -> str:
    value = given.rstrip("/")
    if not value:
        return ""
    try:
        parts = urlsplit(value)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fine = False
    if not fine or parts.path or parts.query or parts.fragment or "@" in parts.netloc:
        reader.complain(f"{name} must be an address such as {example}, without a path.")
        return ""
    return value.lower()


def _database(reader: _Reader, data: Path) -> URL:
    own = URL.create("sqlite+aiosqlite", database=str(data / "samen.db"))
    value = reader.text("DATABASE_URL")
    if not value:
        return own
    try:
        url = make_url(value)
    except (ArgumentError, ValueError):
        reader.complain("DATABASE_URL must be an address such as postgresql://user:password@host/samen.")
        return own
    match url.drivername:
        case "postgresql" | "postgres" | "postgresql+asyncpg":
            return url.set(drivername="postgresql+asyncpg")
        case "sqlite" | "sqlite+aiosqlite":
            if url.database in (None, "", ":memory:"):
                reader.complain("DATABASE_URL must name a file: sqlite:////folder/samen.db.")
            return url.set(drivername="sqlite+aiosqlite")
        case _:
            reader.complain("DATABASE_URL must start with postgresql:// or sqlite:///.")
            return own


def _redis(reader: _Reader) -> str:
    value = reader.text("REDIS_URL")
    if value and not value.startswith(("redis://", "rediss://", "unix://")):
        reader.complain("REDIS_URL must start with redis://, rediss:// or unix://.")
    return value


def _blobs(reader: _Reader, data: Path) -> tuple[S3 | None, Path]:
    folder = data / "blobs"
    value = reader.text("BLOB_URL")
    if not value:
        return None, folder
    parts = urlsplit(value)
    if parts.scheme == "file" and parts.path and not parts.netloc:
        return None, Path(unquote(parts.path))
    if parts.scheme != "s3" or not parts.hostname:
        reader.complain("BLOB_URL must be s3://bucket?endpoint=https://... or file:///folder.")
        return None, folder
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    strange = sorted(set(options) - {"endpoint", "region"})
    if strange:
        reader.complain(f"BLOB_URL has an unknown option: {', '.join(strange)}.")
    endpoint = options.get("endpoint", "")
    if endpoint and not endpoint.startswith(("http://", "https://")):
        reader.complain("BLOB_URL has an endpoint that is no http:// or https:// address.")
    return (
        S3(
            bucket=parts.hostname,
            prefix=parts.path.strip("/"),
            endpoint=endpoint,
            region=options.get("region", "") or reader.text("AWS_REGION", "us-east-1"),
            key=unquote(parts.username or "") or reader.text("AWS_ACCESS_KEY_ID"),
            secret=unquote(parts.password or "") or reader.text("AWS_SECRET_ACCESS_KEY"),
        ),
        folder,
    )


def _smtp(reader: _Reader) -> Smtp | None:
    value = reader.text("SMTP_URL")
    if not value:
        return None
    kinds = {"smtp": ("offered", 587), "starttls": ("starttls", 587), "smtp+starttls": ("starttls", 587)}
    kinds |= {"smtps": ("tls", 465)}
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        reader.complain("SMTP_URL has a port that is no number.")
        return None
    if parts.scheme not in kinds or not parts.hostname:
        reader.complain("SMTP_URL must be smtp://, starttls:// or smtps:// with user:password@host:port.")
        return None
    security, usual = kinds[parts.scheme]
    return Smtp(
        host=parts.hostname,
        port=port or usual,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        security=security,
    )


def _mail_from(reader: _Reader, public_url: str, smtp: Smtp | None) -> str:
    host = urlsplit(public_url).hostname or "samen.invalid"
    value = reader.text("SAMEN_MAIL_FROM", f"samen@{host}")
    if not _EMAIL.fullmatch(value) and reader.text("SAMEN_MAIL_FROM"):
        reader.complain("SAMEN_MAIL_FROM is not an e-mail address.")
    if smtp is not None and not reader.text("SAMEN_MAIL_FROM") and not public_url:
        reader.complain("SAMEN_MAIL_FROM is missing: with SMTP_URL, say which address mail comes from.")
    return value


def _turn(reader: _Reader) -> tuple[tuple[str, ...], str]:
    urls = tuple(url.strip() for url in reader.text("TURN_URL").split(",") if url.strip())
    secret = reader.text("TURN_SECRET")
    if not all(is_turn_url(url) for url in urls):
        reader.complain("TURN_URL must be a list of addresses such as turn:host:3478?transport=udp.")
    if bool(urls) != bool(secret):
        missing = "TURN_SECRET" if urls else "TURN_URL"
        reader.complain(f"{missing} is missing: TURN_URL and TURN_SECRET belong together.")
    return urls, secret


def _proxies(reader: _Reader) -> tuple[Network, ...]:
    networks: list[Network] = []
    for part in reader.text("SAMEN_TRUSTED_PROXIES").split(","):
        if not part.strip():
            continue
        try:
            networks.append(ip_network(part.strip(), strict=False))
        except ValueError:
            reader.complain("SAMEN_TRUSTED_PROXIES must be a list of networks such as 10.0.0.0/8, 127.0.0.1.")
    return tuple(networks)
