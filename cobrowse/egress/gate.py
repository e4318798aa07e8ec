"""The decision for one connection: from a host and port to the addresses that it may go to."""

import asyncio
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address

from cobrowse.egress import vet
from cobrowse.egress.dial import NameUnknown, Resolve
from cobrowse.egress.hosts import Address, Host
from cobrowse.egress.lists import Lists
from cobrowse.ports import OwnAddresses, Policy, Refused

_LOOK_UPS = 6
"""At once for one page: a page full of slow names must not keep the others from theirs."""
_LOOK_UP_WITHIN = 8.0


@dataclass(frozen=True, slots=True)
class Rules:
    """What an office and its administrator say about hosts."""

    lists: Lists = Lists()
    exceptions: vet.Exceptions = vet.Exceptions()
    own: vet.Own = vet.Own()

    @classmethod
    def of(cls, policy: Policy, own: OwnAddresses) -> "Rules":
        """Raises ValueError (BadPattern, BadHost): a rule that cannot be read opens nothing."""
        return cls(Lists.parse(policy.allow, policy.block), vet.Exceptions.parse(policy.exceptions), vet.Own.parse(own))

    def check(self, host: Host, port: int) -> bool:
        """Whether the place is excepted. Raises Refused (page_blocked, address_refused) for what needs no look-up."""
        if self.lists.refuse(host, port):
            raise Refused("page_blocked")
        if self.exceptions.have(host, port):
            return True
        if vet.port_is_refused(port) or self.own.have(host, port) or vet.is_local_name(host):
            raise Refused("address_refused")
        if host.address is not None and not vet.vetted([host.address], own=self.own, port=port):
            raise Refused("address_refused")
        return False


class Gate:
    """Vets the places that one page asks for."""

    def __init__(self, rules: Rules, resolve: Resolve) -> None:
        self.rules = rules
        self._resolve = resolve
        self._look_ups = asyncio.Semaphore(_LOOK_UPS)

    async def addresses(self, host: Host, port: int) -> tuple[Address, ...]:
        """Where a connection to this place may go. Raises Refused: page_blocked, address_refused, name_unknown, too_slow."""
        excepted = self.rules.check(host, port)
        if host.address is not None:
            return (host.address,)
        found = _loopback(host.name) if excepted else ()
        if not found:
            # The root's dot keeps the resolver from trying the name inside our own domain.
            found = await self._look_up(host.name if excepted else host.name + ".")
        kept = vet.vetted(found, own=self.rules.own, port=port, excepted=excepted)
        if not kept:
            raise Refused("address_refused")
        return kept

    async def _look_up(self, name: str) -> tuple[Address, ...]:
        try:
            async with asyncio.timeout(_LOOK_UP_WITHIN), self._look_ups:
                found = tuple(await self._resolve(name))
        except TimeoutError:
            raise Refused("too_slow") from None
        except NameUnknown:
            found = ()
        if not found:
            raise Refused("name_unknown")
        return found


def _loopback(name: str) -> tuple[Address, ...]:
    """`localhost` and names below it mean this machine, whatever a resolver says (RFC 6761 section 6.3)."""
    if name == "localhost" or name.endswith(".localhost"):
        return IPv4Address("127.0.0.1"), IPv6Address("::1")
    return ()
