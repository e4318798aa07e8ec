"""Settings: read from a mapping once, checked whole, and refused in sentences."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from media.ice import is_turn_url
from server.mail import settings as mail_settings
from server.mail.dkim import Dkim
from server.mail.smtp import Smtp
from server.setting_reader import Reader
from server.stores.blobs import S3
from server.web.security import Network
from signing.jobs import Pkcs11Key, Pkcs12Key

_CLIENT = Path(__file__).resolve().parent.parent / "web_client" / "dist"
_HOST_AND_PORT = re.compile(r"(\[[0-9a-f:.]+\]|[^\s:/@\[\]]+):[0-9]{1,5}")
_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>.]+")
_PIPELINES = ("auto", "damage", "x11grab", "screencast")
_CERTIFICATE = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----\n?", re.DOTALL)
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
class Signing:
    """How documents are signed here. `office`: its own key, in place of one made for each signature; `roots`: PEM,
    believed besides our own; `workers`: how many documents at once, on this node; `zone`: of times that people read."""

    tsa_url: str  # "": our own clock
    office: Pkcs12Key | Pkcs11Key | None = field(repr=False)
    roots: tuple[bytes, ...] = field(repr=False)
    workers: int
    zone: ZoneInfo


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
    mail_bounces: str  # with {} in it; "" when not set
    mail_bounces_token: str = field(repr=False)
    dkim: Dkim | None
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
    signing: Signing
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


def read(env: Mapping[str, str]) -> Settings:
    """Check everything that can be checked without opening anything. Raises WrongSettings."""
    reader = Reader(env)
    data = Path(reader.text("SAMEN_DATA", "./data")).absolute()
    cert, key = _tls(reader)
    email, password = _first_administrator(reader)
    public_url = _public_url(reader)
    s3, folder = _blobs(reader, data)
    turn_urls, turn_secret = _turn(reader)
    smtp = _smtp(reader)
    mail_from = _mail_from(reader, public_url, smtp)
    bounces, bounces_token = mail_settings.bounces(reader)
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
        mail_from=mail_from,
        mail_bounces=bounces,
        mail_bounces_token=bounces_token,
        dkim=mail_settings.dkim(reader, mail_from),
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
        signing=_signing(reader),
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


def _tls(reader: Reader) -> tuple[Path | None, Path | None]:
    cert_named, key_named = reader.text("SAMEN_TLS_CERT"), reader.text("SAMEN_TLS_KEY")
    if bool(cert_named) != bool(key_named):
        missing = "SAMEN_TLS_KEY" if cert_named else "SAMEN_TLS_CERT"
        reader.complain(f"{missing} is missing: TLS needs both SAMEN_TLS_CERT and SAMEN_TLS_KEY.")
    return reader.file("SAMEN_TLS_CERT"), reader.file("SAMEN_TLS_KEY")


def _first_administrator(reader: Reader) -> tuple[str, str]:
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


def _browsing(reader: Reader) -> Browsing:
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


def _signing(reader: Reader) -> Signing:
    tsa_url = reader.text("TSA_URL")
    if tsa_url and (not tsa_url.startswith(("http://", "https://")) or not urlsplit(tsa_url).hostname):
        reader.complain("TSA_URL must be an address such as https://tsa.example/stamp.")
    trusted = reader.file("SIGNING_TRUST")
    roots = () if trusted is None else tuple(_CERTIFICATE.findall(trusted.read_bytes()))
    if trusted is not None and not roots:
        reader.complain("SIGNING_TRUST must name a file with certificates (PEM).")
    zone = reader.text("SIGNING_TIME_ZONE", "Europe/Amsterdam")
    if zone not in available_timezones():
        reader.complain("SIGNING_TIME_ZONE must be a name such as Europe/Amsterdam.")
        zone = "UTC"
    workers = reader.number("SIGNING_WORKERS", 2, 1, 64)
    return Signing(tsa_url, _office_key(reader), roots, workers, ZoneInfo(zone))


def _office_key(reader: Reader) -> Pkcs12Key | Pkcs11Key | None:
    """The office's own key, in a file or in a device; whether it can be used is asked at the start."""
    file, password = reader.file("SIGNING_PKCS12"), reader.env.get("SIGNING_PKCS12_PASSWORD", "")
    device = {
        "SIGNING_PKCS11_MODULE": reader.text("SIGNING_PKCS11_MODULE"),
        "SIGNING_PKCS11_TOKEN": reader.text("SIGNING_PKCS11_TOKEN"),
        "SIGNING_PKCS11_KEY": reader.text("SIGNING_PKCS11_KEY"),
        "SIGNING_PKCS11_PIN": reader.env.get("SIGNING_PKCS11_PIN", ""),
    }
    if any(device.values()):
        if missing := [name for name, value in device.items() if not value]:
            reader.complain(f"{missing[0]} is missing: SIGNING_PKCS11_MODULE, _TOKEN, _KEY and _PIN belong together.")
        elif file is not None:
            reader.complain("SIGNING_PKCS12 and SIGNING_PKCS11_MODULE exclude each other.")
        else:
            return Pkcs11Key(*device.values())
    return None if file is None else Pkcs12Key(file.read_bytes(), password)


def _places(reader: Reader, name: str, given: str) -> tuple[str, ...]:
    """Hosts with ports."""
    places = tuple(one.strip().lower() for one in given.split(",") if one.strip())
    if not all(_HOST_AND_PORT.fullmatch(one) for one in places):
        reader.complain(f"{name} must be a list of hosts with ports such as intranet.local:443.")
    return places


def _public_url(reader: Reader) -> str:
    return _address(reader, "SAMEN_PUBLIC_URL", reader.text("SAMEN_PUBLIC_URL"), "https://samen.example")


def _address(reader: Reader, name: str, given: str, example: str) -> str:
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


def _database(reader: Reader, data: Path) -> URL:
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


def _redis(reader: Reader) -> str:
    value = reader.text("REDIS_URL")
    if value and not value.startswith(("redis://", "rediss://", "unix://")):
        reader.complain("REDIS_URL must start with redis://, rediss:// or unix://.")
    return value


def _blobs(reader: Reader, data: Path) -> tuple[S3 | None, Path]:
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


def _smtp(reader: Reader) -> Smtp | None:
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


def _mail_from(reader: Reader, public_url: str, smtp: Smtp | None) -> str:
    host = urlsplit(public_url).hostname or "samen.invalid"
    value = reader.text("SAMEN_MAIL_FROM", f"samen@{host}")
    if not _EMAIL.fullmatch(value) and reader.text("SAMEN_MAIL_FROM"):
        reader.complain("SAMEN_MAIL_FROM is not an e-mail address.")
    if smtp is not None and not reader.text("SAMEN_MAIL_FROM") and not public_url:
        reader.complain("SAMEN_MAIL_FROM is missing: with SMTP_URL, say which address mail comes from.")
    return value


def _turn(reader: Reader) -> tuple[tuple[str, ...], str]:
    urls = tuple(url.strip() for url in reader.text("TURN_URL").split(",") if url.strip())
    secret = reader.text("TURN_SECRET")
    if not all(is_turn_url(url) for url in urls):
        reader.complain("TURN_URL must be a list of addresses such as turn:host:3478?transport=udp.")
    if bool(urls) != bool(secret):
        missing = "TURN_SECRET" if urls else "TURN_URL"
        reader.complain(f"{missing} is missing: TURN_URL and TURN_SECRET belong together.")
    return urls, secret


def _proxies(reader: Reader) -> tuple[Network, ...]:
    networks: list[Network] = []
    for part in reader.text("SAMEN_TRUSTED_PROXIES").split(","):
        if not part.strip():
            continue
        try:
            networks.append(ip_network(part.strip(), strict=False))
        except ValueError:
            reader.complain("SAMEN_TRUSTED_PROXIES must be a list of networks such as 10.0.0.0/8, 127.0.0.1.")
    return tuple(networks)
