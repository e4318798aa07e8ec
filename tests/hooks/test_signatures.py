"""The signature is what other people's libraries check."""

from __future__ import annotations

import base64

from server.hooks.signatures import Safe, headers, new_secret
from tests.hooks.receiver import hmac_sha256

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def test_a_message_is_signed_as_the_specification_says() -> None:
    """The example that its reference libraries share."""
    made = headers("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}', [SECRET])
    assert made == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_the_receivers_own_way_of_checking_is_right() -> None:
    """RFC 4231, test cases 2 and 6: what the other tests trust."""
    assert hmac_sha256(b"Jefe", b"what do ya want for nothing?").hex() == (
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    )
    long_key = b"\xaa" * 131
    assert hmac_sha256(long_key, b"Test Using Larger Than Block-Size Key - Hash Key First").hex() == (
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    )


def test_secrets_are_256_bits_and_never_the_same() -> None:
    made = {new_secret() for _ in range(50)}
    assert len(made) == 50
    assert {len(base64.b64decode(one.removeprefix("whsec_"))) for one in made} == {32}


def test_a_sealed_secret_opens_for_its_own_webhook_and_key_alone() -> None:
    safe = Safe(b"k" * 32)
    sealed = safe.seal("one", SECRET)
    assert SECRET not in sealed
    assert safe.open("one", sealed) == SECRET
    assert safe.open("two", sealed) is None
    assert Safe(b"l" * 32).open("one", sealed) is None
