"""The parts of the accounts, connected. server/wiring.py calls this once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from server.accounts.admin_routes import OfficeRoutes, PeopleRoutes
from server.accounts.api_key_routes import ApiKeyRoutes
from server.accounts.api_keys import ApiKeyStore
from server.accounts.devices import Devices
from server.accounts.entry import Entry
from server.accounts.first import FirstStart
from server.accounts.links import Links
from server.accounts.offices import Offices
from server.accounts.own import Own
from server.accounts.passwords import Hasher
from server.accounts.people import People
from server.accounts.routes import EntryRoutes, OwnRoutes
from server.accounts.second_factor import SecondFactor
from server.accounts.sign_ins import SignInStore
from server.keys import Keys
from server.mail.outbox import Outbox
from server.stores.blobs import Blobs
from server.stores.database import Database
from server.tasks import Tasks
from server.throttle import Throttle
from server.web import Route


@dataclass(frozen=True, slots=True)
class Accounts:
    """What the rest of the service uses of the accounts."""

    sign_ins: SignInStore
    offices: Offices
    people: People
    first_start: FirstStart
    hasher: Hasher
    api_keys: ApiKeyStore
    routes: list[Route]


def assemble_accounts(
    *,
    database: Database,
    blobs: Blobs,
    keys: Keys,
    now: Callable[[], datetime],
    outbox: Outbox,
    tasks: Tasks,
    throttle: Throttle,
    own_url: Callable[[], str],
    counted: Callable[[str], None],
) -> Accounts:
    hasher = Hasher()
    sign_ins = SignInStore(database, now)
    second = SecondFactor(keys)
    links = Links(now)
    devices = Devices(keys)
    offices = Offices(database, blobs, now)
    people = People(
        database=database,
        now=now,
        hasher=hasher,
        sign_ins=sign_ins,
        devices=devices,
        outbox=outbox,
        own_url=own_url,
        second=second,
    )
    own = Own(database=database, now=now, hasher=hasher, throttle=throttle, sign_ins=sign_ins, second=second)
    entry = Entry(
        database=database,
        now=now,
        hasher=hasher,
        throttle=throttle,
        sign_ins=sign_ins,
        second=second,
        links=links,
        devices=devices,
        offices=offices,
        outbox=outbox,
        tasks=tasks,
        own_url=own_url,
        counted=counted,
    )
    api_keys = ApiKeyStore(database, throttle, now)
    first = FirstStart(database=database, now=now, keys=keys, offices=offices, links=links, hasher=hasher)
    routes = [
        *EntryRoutes(entry, people, own, sign_ins).routes(),
        *OwnRoutes(own).routes(),
        *OfficeRoutes(offices).routes(),
        *PeopleRoutes(people, outbox, now).routes(),
        *ApiKeyRoutes(api_keys).routes(),
    ]
    return Accounts(sign_ins, offices, people, first, hasher, api_keys, routes)
