"""Vetting an offer: nobody makes this server knock at machines of their choice."""

import pytest

from media.offer import BadOffer, checked

SOUND_AND_PICTURE = frozenset({"audio", "video"})
OFFER = "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"


def candidate(address: str, kind: str = "host") -> str:
    return f"a=candidate:1 1 udp 2122260223 {address} 50000 typ {kind} generation 0\r\n"


def test_an_offer_can_make_the_server_knock_at_nobody_but_the_caller_and_public_relays():
    sdp = OFFER + "".join(
        (
            candidate("192.0.2.7"),
            candidate("10.0.0.8"),
            candidate("127.0.0.1"),
            candidate("169.254.169.254", "relay"),
            candidate("::ffff:10.0.0.8", "relay"),
            candidate("inside.local"),
            candidate("8.8.8.8"),
            candidate("8.8.4.4", "relay"),
            "a=end-of-candidates\r\n",
        )
    )
    alone = checked(sdp, "192.0.2.7", relayed=False, kinds=SOUND_AND_PICTURE)
    assert alone == OFFER + candidate("192.0.2.7")
    relayed = checked(sdp, "::ffff:192.0.2.7", relayed=True, kinds=SOUND_AND_PICTURE)
    assert relayed == OFFER + candidate("192.0.2.7") + candidate("8.8.4.4", "relay")


@pytest.mark.parametrize(
    "sdp",
    [
        "",
        "m=audio 1 X 1",
        "v=0\r\n",
        OFFER + "m=audio 9 X 1\r\n",
        OFFER + "\x0b",
        "v=0\r\nm=text 1 X 1\r\n",
        "v=0\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n",
        "v=0\r\n" + "a=x\r\n" * 10_000,
    ],
)
def test_what_is_no_offer_of_a_page_is_none(sdp):
    with pytest.raises(BadOffer):
        checked(sdp, "192.0.2.7", relayed=True, kinds=SOUND_AND_PICTURE)


def test_a_data_channel_is_taken_where_one_is_wanted():
    sdp = "v=0\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n"
    assert checked(sdp, "192.0.2.7", relayed=False, kinds=frozenset({"application"})) == sdp
