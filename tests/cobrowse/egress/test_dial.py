"""Names are looked up once, absolutely, and only the addresses that were given are dialled."""

import asyncio
import socket
from ipaddress import ip_address

import pytest

from cobrowse.egress.dial import NameUnknown, SystemNames, Unreachable, connect, in_turn
from cobrowse.egress.gate import Gate, Rules
from cobrowse.egress.hosts import parse
from cobrowse.egress.vet import Exceptions
from cobrowse.ports import Refused
from tests.cobrowse.egress.harness import HERE, listening


@pytest.fixture
async def names():
    made = SystemNames()
    yield made
    made.close()


async def test_this_machines_resolver_is_asked(names):
    assert ip_address(HERE) in await names("localhost")


async def test_a_name_that_nobody_knows_is_said_to_be_unknown(names, monkeypatch):
    def nobody(*_, **__):
        raise OSError("no such name")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    with pytest.raises(NameUnknown):
        await names("nobody.example.")


async def test_many_who_ask_at_once_are_answered_by_one_look_up(names, monkeypatch):
    asked = []

    def once(name, *_, **__):
        asked.append(name)
        return [(2, 1, 6, "", ("93.184.215.14", 0))]

    monkeypatch.setattr(socket, "getaddrinfo", once)
    answers = await asyncio.gather(*(names("bank.example.") for _ in range(20)))
    assert set(answers) == {(ip_address("93.184.215.14"),)}
    assert asked == ["bank.example."]


async def test_a_zone_of_an_answer_stays_in_sight(names, monkeypatch):
    answer = [(10, 1, 6, "", ("fe80::1%eth0", 0, 0, 2)), (10, 1, 6, "", ("2606:4700::1", 0, 0, 0))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answer)
    assert await names("bank.example.") == (ip_address("fe80::1%2"), ip_address("2606:4700::1"))


async def test_names_are_absolute_so_that_our_own_domain_is_not_tried():
    asked = []

    async def resolve(name):
        asked.append(name)
        return [ip_address("93.184.215.14")]

    gate = Gate(Rules(exceptions=Exceptions.parse(["intranet:8080"])), resolve)
    await gate.addresses(parse("bank.example"), 443)
    await gate.addresses(parse("intranet"), 8080)
    assert asked == ["bank.example.", "intranet"]


async def test_a_slow_resolver_keeps_nobody_for_ever(monkeypatch):
    async def resolve(_):
        await asyncio.Event().wait()

    monkeypatch.setattr("cobrowse.egress.gate._LOOK_UP_WITHIN", 0.05)
    with pytest.raises(Refused, match="too_slow"):
        await Gate(Rules(), resolve).addresses(parse("slow.example"), 443)


def test_both_families_are_tried_by_turns():
    addresses = [ip_address(text) for text in ("::1", "::2", "::3", "1.1.1.1", "1.1.1.2")]
    assert [str(address) for address in in_turn(addresses)] == ["::1", "1.1.1.1", "::2", "1.1.1.2", "::3"]


async def test_the_next_address_is_tried_when_one_does_not_answer():
    async with listening() as heard:
        made = await connect([ip_address("::1"), ip_address("127.0.0.2"), ip_address(HERE)], heard.port)
        assert made.getpeername() == (HERE, heard.port)
        made.close()


async def test_nobody_answers():
    async with listening() as heard:
        port = heard.port
    with pytest.raises(Unreachable):
        await connect([ip_address("::1"), ip_address(HERE)], port)
