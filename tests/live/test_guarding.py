"""Guessing codes finds nothing and disturbs nobody."""

import asyncio
import hashlib
import random
import re
from itertools import count

import pytest

from server.live.guard import CodeGuard, ProofNeeded, TooManyTries, leading_zero_bits, network

pytestmark = pytest.mark.covers("F010", "F014")


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def work(challenge: str, difficulty: int) -> str:
    """What the browser of somebody with a right code does, unseen."""
    start = hashlib.sha256(f"{challenge}.".encode())
    for nonce in count():
        tried = start.copy()
        tried.update(str(nonce).encode())
        if leading_zero_bits(tried.digest()) >= difficulty:
            return f"{challenge}.{nonce}"
    raise AssertionError


def test_a_million_tries_from_many_addresses_find_nothing_and_right_codes_get_in():
    clock, chance = Clock(), random.Random(4)
    guard = CodeGuard(b"secret", clock)
    running = {str(chance.randrange(10**8, 10**9)) for _ in range(200)}
    codes = iter(running)
    addresses = [f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}" for number in range(60_000)]
    looked, found, solved = 0, 0, 0
    for number in range(1_000_000):
        clock.now += 0.0036  # an hour in all
        guess = str(10**8 + int(chance.random() * 9 * 10**8))
        try:
            guard.before(addresses[number % 60_000], guess, None)
        except (ProofNeeded, TooManyTries):
            pass
        else:
            looked += 1
            if guess in running:
                found += 1
        if number % 250_000 == 249_999:
            code = next(codes)
            try:
                guard.before("192.0.2.7", code, None)
            except ProofNeeded as asked:
                guard.before("192.0.2.7", code, work(asked.challenge, asked.difficulty))
                solved += 1
            guard.right("192.0.2.7")
    assert found == 0
    assert looked <= 62 * 31, "at most one free window in two"
    assert solved == 4, "whoever has a right code gets in with a moment of work, at any time"


def test_in_peace_a_right_code_gets_in_at_once_however_often():
    guard = CodeGuard(b"secret", Clock())
    for _ in range(1_000):
        guard.before("192.0.2.7", "123456789", None)
        guard.right("192.0.2.7")


def test_one_address_may_be_wrong_ten_times_freely_then_by_work_and_then_waits():
    clock = Clock()
    guard = CodeGuard(b"secret", clock)
    for _ in range(10):
        guard.before("192.0.2.7", "123456789", None)
    prices = []
    for _ in range(30):
        clock.now += 1.5  # so slow that the whole is no storm
        wish = asked(guard, "123456789")
        prices.append(wish.difficulty)
        guard.before("192.0.2.7", "123456789", work(wish.challenge, wish.difficulty))
    assert prices == sorted(prices)
    assert prices[0] < prices[-1] <= 20
    with pytest.raises(TooManyTries) as refused:
        guard.before("192.0.2.7", "123456789", None)
    assert 0 < refused.value.wait <= 600
    guard.before("192.0.2.8", "123456789", None)
    clock.now += refused.value.wait
    guard.before("192.0.2.7", "123456789", None)


def test_a_right_code_gets_in_from_an_address_where_many_were_wrong():
    guard = CodeGuard(b"secret", Clock())
    for _ in range(10):
        guard.before("192.0.2.7", "123456789", None)
    wish = asked(guard, "987654321")
    guard.before("192.0.2.7", "987654321", work(wish.challenge, wish.difficulty))


def test_a_thousand_tries_at_the_same_moment_are_a_thousand():
    guard = CodeGuard(b"secret", Clock())
    taken = 0
    for _ in range(1_000):
        try:
            guard.before("192.0.2.7", "123456789", None)
            taken += 1
        except ProofNeeded:
            pass
    assert taken == 10


def test_all_of_one_ipv6_network_is_one_guesser():
    guard = CodeGuard(b"secret", Clock())
    for number in range(10):
        guard.before(f"2001:db8:0:1::{number:x}", "123456789", None)
    with pytest.raises(ProofNeeded):
        guard.before("2001:db8:0:1:ffff::1", "123456789", None)
    guard.before("2001:db8:0:2::1", "123456789", None)
    assert network("::ffff:192.0.2.7") == network("192.0.2.7")


def in_a_storm() -> tuple[CodeGuard, Clock]:
    clock = Clock()
    guard = CodeGuard(b"secret", clock)
    for number in range(60):
        guard.before(f"10.0.0.{number}", "123456789", None)
    return guard, clock


def asked(guard: CodeGuard, code: str) -> ProofNeeded:
    with pytest.raises(ProofNeeded) as refused:
        guard.before("192.0.2.7", code, None)
    return refused.value


def test_a_proof_is_good_for_one_code_once_and_for_two_minutes():
    guard, clock = in_a_storm()
    wish = asked(guard, "987654321")
    proof = work(wish.challenge, wish.difficulty)
    with pytest.raises(ProofNeeded):
        guard.before("192.0.2.7", "987654322", proof)
    guard.before("192.0.2.7", "987654321", proof)
    with pytest.raises(ProofNeeded):
        guard.before("192.0.2.7", "987654321", proof)
    late = asked(guard, "987654321")
    proof = work(late.challenge, late.difficulty)
    clock.now += 121
    for number in range(60):
        try:
            guard.before(f"10.0.1.{number}", "123456789", None)
        except ProofNeeded:
            break
    with pytest.raises(ProofNeeded):
        guard.before("192.0.2.7", "987654321", proof)


@pytest.mark.parametrize("proof", ["", ".", "x.1", "00" * 29 + ".1", "\udc80.1", "00" * 29 + ".\udc80", "." * 90])
def test_a_garbled_proof_is_no_proof(proof):
    guard, _ = in_a_storm()
    with pytest.raises(ProofNeeded):
        guard.before("192.0.2.7", "987654321", proof)


def test_the_price_rises_with_the_storm_and_peace_comes_back():
    guard, clock = in_a_storm()
    first = asked(guard, "987654321").difficulty
    for number in range(60):
        wish = asked(guard, "111111111")
        guard.before(f"10.1.0.{number}", "111111111", work(wish.challenge, wish.difficulty))
    assert asked(guard, "987654321").difficulty > first
    clock.now += 120
    guard.before("192.0.2.7", "987654321", None)


async def test_over_http_the_eleventh_wrong_code_asks_for_work_and_a_right_one_still_gets_in(house):
    meeting = await house.meeting(await house.adviser())
    wrong = [f"{number:09}" for number in range(1, 31)]
    answers = await asyncio.gather(*(house.call("GET", f"/api/v1/join/{code}") for code in wrong))
    codes = [answer["code"] for _, answer in answers]
    assert (codes.count("code_unknown"), codes.count("proof_needed")) == (10, 20)
    guest = {"code": meeting.code, "name": "Bob"}
    status, refusal = await house.call("POST", "/api/v1/join", guest)
    assert (status, refusal["code"]) == (428, "proof_needed")
    proof = await asyncio.to_thread(work, refusal["challenge"], refusal["difficulty"])
    status, _ = await house.call("POST", "/api/v1/join", guest, **{"Samen-Proof": proof})
    assert status == 201


async def test_over_http_too_many_mails_of_codes_wait_and_are_told_how_long(house):
    for _ in range(10):
        assert (await house.call("POST", "/api/v1/join/resend", {"email": "jan@client.example"}))[0] == 202
    status, refusal = await house.call("POST", "/api/v1/join/resend", {"email": "jan@client.example"})
    assert (status, refusal["code"]) == (429, "too_many_attempts")
    assert 0 < refusal["retry_after"] <= 600


async def test_over_http_a_storm_asks_for_a_proof_and_takes_it(house):
    meeting = await house.meeting(await house.adviser())
    for number in range(70):
        guard = house.live.routes[7].handler.__self__._guard
        try:
            guard.before(f"10.0.0.{number}", "123456789", None)
        except ProofNeeded:
            break
    status, refusal = await house.call("GET", f"/api/v1/join/{meeting.code}")
    assert (status, refusal["code"]) == (428, "proof_needed")
    proof = await asyncio.to_thread(work, refusal["challenge"], refusal["difficulty"])
    status, _ = await house.call("GET", f"/api/v1/join/{meeting.code}", **{"Samen-Proof": proof})
    assert status == 200


async def test_codes_are_nine_digits_and_hard_to_foresee(house):
    adviser = await house.adviser()
    codes = {(await house.meeting(adviser)).code for _ in range(20)}
    assert len(codes) == 20
    assert all(re.fullmatch(r"[1-9]\d{8}", code) for code in codes)
    assert len({code[:3] for code in codes}) > 10
