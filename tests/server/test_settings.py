"""Settings: good ones are taken, and every wrong one is named in a sentence."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from server.settings import WrongSettings, read
from tests.server.harness import PASSWORD


def _pem() -> str:
    key = rsa.generate_private_key(65_537, 2048)
    kind, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    return key.private_bytes(kind, form, serialization.NoEncryption()).decode()


KEY = _pem()


def test_without_any_setting_everything_is_embedded() -> None:
    settings = read({})
    assert (settings.host, settings.port) == ("127.0.0.1", 8080)
    assert settings.own_url == "http://localhost:8080"
    assert settings.database.get_backend_name() == "sqlite"
    assert settings.redis_url == ""
    assert settings.s3 is None
    assert settings.smtp is None
    assert settings.warnings == ()


def test_good_settings_are_read() -> None:
    settings = read(
        {
            "SAMEN_PORT": "9000",
            "SAMEN_PUBLIC_URL": "https://Samen.example/",
            "DATABASE_URL": "postgresql://samen:pw@db/samen",
            "REDIS_URL": "redis://cache/0",
            "BLOB_URL": "s3://key:se%2Fcret@bucket/prefix?endpoint=http://127.0.0.1:9000&region=eu-west-1",
            "SMTP_URL": "smtps://user%40x:p%3Aw@mail.example",
            "TURN_URL": "turn:turn.example:3478, turns:turn.example:443?transport=tcp",
            "TURN_SECRET": "s3cret",
            "SAMEN_TRUSTED_PROXIES": "10.0.0.0/8, 127.0.0.1",
            "SAMEN_ADMIN_EMAIL": "Ann@Office.test",
            "SAMEN_ADMIN_PASSWORD": PASSWORD,
            "SAMEN_DEMO": "1",
        }
    )
    assert settings.own_url == "https://samen.example"
    assert settings.database.drivername == "postgresql+asyncpg"
    assert settings.s3 is not None
    assert (settings.s3.bucket, settings.s3.prefix, settings.s3.secret) == ("bucket", "prefix", "se/cret")
    assert settings.smtp is not None
    assert (settings.smtp.user, settings.smtp.password) == ("user@x", "p:w")
    assert (settings.smtp.port, settings.smtp.security) == (465, "tls")
    assert settings.mail_from == "samen@samen.example"
    assert len(settings.turn_urls) == len(settings.trusted_proxies) == 2
    assert settings.admin_email == "ann@office.test"
    assert settings.demo


@pytest.mark.parametrize(
    ("url", "security", "port"),
    [("smtp://m", "offered", 587), ("starttls://m:25", "starttls", 25), ("smtps://m", "tls", 465)],
)
def test_mail_servers_are_spoken_to_as_their_address_says(url: str, security: str, port: int) -> None:
    smtp = read({"SMTP_URL": url, "SAMEN_MAIL_FROM": "samen@office.test"}).smtp
    assert smtp is not None
    assert (smtp.security, smtp.port) == (security, port)


@pytest.mark.parametrize(
    ("env", "named"),
    [
        ({"SAMEN_PORT": "eighty"}, "SAMEN_PORT"),
        ({"SAMEN_PORT": "70000"}, "SAMEN_PORT"),
        ({"SAMEN_PORT": "-1"}, "SAMEN_PORT"),
        ({"SAMEN_TLS_CERT": "/etc/hostname"}, "SAMEN_TLS_KEY"),
        ({"SAMEN_TLS_KEY": "/etc/hostname"}, "SAMEN_TLS_CERT"),
        ({"SAMEN_TLS_CERT": "/none.pem", "SAMEN_TLS_KEY": "/etc/hostname"}, "SAMEN_TLS_CERT"),
        ({"SAMEN_ADMIN_EMAIL": "ann@office.test"}, "SAMEN_ADMIN_PASSWORD"),
        ({"SAMEN_ADMIN_PASSWORD": PASSWORD}, "SAMEN_ADMIN_EMAIL"),
        ({"SAMEN_ADMIN_EMAIL": "ann", "SAMEN_ADMIN_PASSWORD": PASSWORD}, "SAMEN_ADMIN_EMAIL"),
        ({"SAMEN_ADMIN_EMAIL": "ann@office.test", "SAMEN_ADMIN_PASSWORD": "short"}, "SAMEN_ADMIN_PASSWORD"),
        ({"SAMEN_PUBLIC_URL": "samen.example"}, "SAMEN_PUBLIC_URL"),
        ({"SAMEN_PUBLIC_URL": "https://samen.example/path"}, "SAMEN_PUBLIC_URL"),
        ({"SAMEN_PUBLIC_URL": "https://samen.example:port"}, "SAMEN_PUBLIC_URL"),
        ({"SAMEN_DEMO": "maybe"}, "SAMEN_DEMO"),
        ({"SAMEN_LOG": "xml"}, "SAMEN_LOG"),
        ({"SAMEN_TRUSTED_PROXIES": "everyone"}, "SAMEN_TRUSTED_PROXIES"),
        ({"SAMEN_CLIENT": "/none"}, "SAMEN_CLIENT"),
        ({"DATABASE_URL": "mysql://x/y"}, "DATABASE_URL"),
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite://"}, "DATABASE_URL"),
        ({"REDIS_URL": "http://x"}, "REDIS_URL"),
        ({"BLOB_URL": "ftp://x"}, "BLOB_URL"),
        ({"BLOB_URL": "s3://bucket?endpont=http://x"}, "BLOB_URL"),
        ({"SMTP_URL": "mail.example"}, "SMTP_URL"),
        ({"SMTP_URL": "smtp://mail.example:port"}, "SMTP_URL"),
        ({"SMTP_URL": "smtp://mail.example"}, "SAMEN_MAIL_FROM"),
        ({"SAMEN_MAIL_FROM": "nobody"}, "SAMEN_MAIL_FROM"),
        ({"MAIL_BOUNCES": "bounce+{}@office.test"}, "MAIL_BOUNCES_TOKEN"),
        ({"MAIL_BOUNCES_TOKEN": "long enough a token"}, "MAIL_BOUNCES"),
        *(
            ({"MAIL_BOUNCES": address, "MAIL_BOUNCES_TOKEN": "long enough a token"}, "MAIL_BOUNCES")
            for address in (
                "bounce@office.test",
                "bounce+{}{}@office.test",
                "bounce+{}",
                "bounce@{}.office.test",
                "bounce {}@office.test",
                "Bounces <b+{}@office.test>",
            )
        ),
        ({"MAIL_BOUNCES": "b+{}@office.test", "MAIL_BOUNCES_TOKEN": "short"}, "MAIL_BOUNCES_TOKEN"),
        ({"DKIM_SELECTOR": "samen", "DKIM_DOMAIN": "office.test"}, "DKIM_KEY"),
        ({"DKIM_KEY": KEY, "DKIM_DOMAIN": "office.test"}, "DKIM_SELECTOR"),
        ({"DKIM_KEY": KEY, "DKIM_SELECTOR": "two words", "DKIM_DOMAIN": "office.test"}, "DKIM_SELECTOR"),
        ({"DKIM_KEY": KEY, "DKIM_SELECTOR": "samen", "DKIM_DOMAIN": "office.test\r\nBcc: x"}, "DKIM_DOMAIN"),
        ({"DKIM_KEY": "/none.pem", "DKIM_SELECTOR": "samen", "DKIM_DOMAIN": "office.test"}, "DKIM_KEY"),
        ({"DKIM_KEY": "/etc/hostname", "DKIM_SELECTOR": "samen", "DKIM_DOMAIN": "office.test"}, "DKIM_KEY"),
        ({"TURN_URL": "turn:host"}, "TURN_SECRET"),
        ({"TURN_SECRET": "x"}, "TURN_URL"),
        ({"TURN_URL": "http://host", "TURN_SECRET": "x"}, "TURN_URL"),
    ],
)
def test_a_wrong_setting_is_named_in_one_sentence(env: dict[str, str], named: str) -> None:
    with pytest.raises(WrongSettings) as refused:
        read(env)
    (sentence,) = refused.value.sentences
    assert named in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_the_key_that_signs_mail_stands_in_its_setting_or_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "dkim.pem"
    file.write_text(KEY, "utf-8")
    env = {"SAMEN_MAIL_FROM": "samen@Office.test", "DKIM_SELECTOR": "samen"}
    for given in (KEY, KEY.replace("\n", "\\n"), str(file)):
        dkim = read(env | {"DKIM_KEY": given}).dkim
        assert dkim is not None, given[:20]
        assert (dkim.domain, dkim.selector) == ("office.test", "samen"), "the domain is the sender's"
    signed = read(env | {"DKIM_KEY": KEY, "DKIM_DOMAIN": "mail.office.test"}).dkim
    assert signed is not None
    assert signed.domain == "mail.office.test"
    assert "PRIVATE" not in repr(read(env | {"DKIM_KEY": KEY}))
    assert read(env | {"DKIM_SELECTOR": ""}).dkim is None, "without a key mail goes unsigned"


def test_undelivered_mail_has_an_address_of_its_own() -> None:
    settings = read({"MAIL_BOUNCES": "bounce+{}@office.test", "MAIL_BOUNCES_TOKEN": "hidden hidden hidden"})
    assert settings.mail_bounces.format("1") == "bounce+1@office.test"
    assert "hidden" not in repr(settings)
    assert (read({}).mail_bounces, read({}).mail_bounces_token) == ("", "")


def test_all_wrong_settings_are_told_at_once() -> None:
    with pytest.raises(WrongSettings) as refused:
        read({"SAMEN_PORT": "x", "REDIS_URL": "x", "DATABASE_URL": "x"})
    assert len(refused.value.sentences) == 3


def test_a_misspelt_setting_is_warned_about() -> None:
    assert "SAMEN_PROT" in read({"SAMEN_PROT": "80", "OTHER": "x"}).warnings[0]


def test_secrets_do_not_show_in_what_is_printed_of_settings() -> None:
    env = {
        "SMTP_URL": "smtp://u:hidden-1@m",
        "SAMEN_MAIL_FROM": "a@office.test",
        "TURN_URL": "turn:x",
        "TURN_SECRET": "hidden-2",
        "DATABASE_URL": "postgresql://u:hidden-3@h/d",
        "BLOB_URL": "s3://k:hidden-4@b",
        "REDIS_URL": "redis://:hidden-5@h",
        "SAMEN_METRICS_TOKEN": "hidden-6",
    }
    assert "hidden" not in repr(read(env))


def test_the_manual_names_every_setting() -> None:
    from server.settings import KNOWN

    manual = Path(__file__).parents[2] / "docs" / "operating.md"
    if not manual.exists():
        pytest.fail("docs/operating.md is missing")
    text = manual.read_text("utf-8")
    assert [name for name in sorted(KNOWN) if name not in text] == []
