"""Which addresses and ports are public."""

from ipaddress import ip_address

import pytest

from cobrowse.egress import hosts
from cobrowse.egress.vet import Exceptions, Own, fault, is_local_name, is_ours, port_is_refused, vetted
from cobrowse.ports import OwnAddresses
from tests.security.notations import LOCAL_NAMES, LOOPBACK, LOOPBACK_6, RIDDLES

REFUSED = {
    "private": ["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.0.1", "fc00::1", "fd00:ec2::254", "fec0::1"],
    "loopback": ["127.0.0.1", "127.255.255.255", "::1"],
    "link_local": ["169.254.169.254", "169.254.0.23", "fe80::1", "febf::1", "fe80::1%2", "2606:4700::1%2"],
    "multicast": ["224.0.0.1", "239.255.255.255", "ff02::1", "ff0e::1"],
    "reserved": ["240.0.0.1", "255.255.255.255", "192.0.0.192", "100::1", "4000::1", "5f00::1", "e000::1"],
    "unspecified": ["0.0.0.0", "0.1.2.3", "::"],
    "carrier": ["100.64.0.1", "100.100.100.200", "100.127.255.255"],
    "benchmarking": ["198.18.0.1", "198.19.255.255"],
    "documentation": ["192.0.2.1", "198.51.100.1", "203.0.113.1", "2001:db8::1", "3fff::1"],
    "metadata": ["168.63.129.16"],
    "transition": [
        "::ffff:8.8.8.8", "::ffff:10.0.0.1", "::8.8.8.8", "::ffff:0:8.8.8.8", "64:ff9b::808:808", "64:ff9b:1::a00:1",
        "2002:808:808::1", "2001::1", "2001:0:4136:e378::1", "2001:10::1", "2001:2::1", "192.88.99.1",
    ],
}  # fmt: skip
PUBLIC = [
    "8.8.8.8", "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0",
    "169.253.255.255", "172.15.255.255", "172.32.0.0", "192.167.255.255", "192.169.0.0", "223.255.255.255",
    "2606:4700::1111", "2001:4860:4860::8888", "2a00:1450::1", "2003::1", "2001:200::1",
]  # fmt: skip


@pytest.mark.parametrize(("reason", "address"), [(why, address) for why, many in REFUSED.items() for address in many])
def test_no_public_address(reason, address):
    assert fault(ip_address(address)) == reason
    assert vetted([ip_address(address)], own=Own(), port=443) == ()


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address(address):
    assert fault(ip_address(address)) == ""
    assert vetted([ip_address(address)], own=Own(), port=443) == (ip_address(address),)


def test_this_machine_knows_its_own_addresses():
    assert is_ours(ip_address("127.0.0.1"))
    assert is_ours(ip_address("::1"))
    assert not is_ours(ip_address("8.8.8.8"))
    assert not is_ours(ip_address("2001:4860:4860::8888"))


@pytest.mark.parametrize("written", LOOPBACK.values(), ids=LOOPBACK)
def test_every_notation_of_loopback_is_understood(written):
    address = hosts.parse(written).address
    assert address is not None
    assert fault(address) in ("loopback", "unspecified", "transition")


@pytest.mark.parametrize("written", LOOPBACK_6.values(), ids=LOOPBACK_6)
def test_every_notation_of_ipv6_loopback_is_understood(written):
    address = hosts.parse(written).address
    assert address is not None
    assert fault(address) in ("loopback", "unspecified")


@pytest.mark.parametrize("written", RIDDLES.values(), ids=RIDDLES)
def test_a_riddle_is_no_host(written):
    with pytest.raises(hosts.BadHost):
        hosts.parse_place(f"{written}:80")


@pytest.mark.parametrize("written", LOCAL_NAMES.values(), ids=LOCAL_NAMES)
def test_local_names_are_known_by_their_form(written):
    host = hosts.parse(written)
    assert is_local_name(host) is (host.name != "localhost.localdomain")


@pytest.mark.parametrize(
    "written", ["bank.example", "r3---sn-5hne6nsz.googlevideo.com", "_dmarc.example.com", "xn--a.example"]
)
def test_names_of_the_real_world_are_names(written):
    host = hosts.parse(written)
    assert host.name == written
    assert not is_local_name(host)


def test_websites_live_on_these_ports():
    assert [port for port in (80, 443, 8080, 8443, 3000, 10443) if port_is_refused(port)] == []
    assert [port for port in (1, 22, 25, 79, 81, 444, 1023, 2049, 5060, 6000, 6667) if not port_is_refused(port)] == []


@pytest.mark.parametrize(
    "line",
    [
        "127.0.0.1",
        "127.0.0.1:",
        "127.0.0.1:0",
        "127.0.0.1:65536",
        "*:80",
        "*.a.example:80",
        "10.0.0.0/8:80",
        "",
        ":80",
        "a b:80",
    ],
)
def test_an_exception_is_one_host_and_one_port(line):
    with pytest.raises(ValueError, match=r".*"):
        Exceptions.parse([line])


def test_exceptions_are_read_as_browsers_read_hosts():
    exceptions = Exceptions.parse(["0x7f.1:8123", "[0:0::1]:80", " Intranet.Local.:443 "])
    assert exceptions.places == {("127.0.0.1", 8123), ("::1", 80), ("intranet.local", 443)}


def test_own_places_are_names_and_addresses_with_and_without_port():
    own = Own.parse(
        OwnAddresses(("App.Example", "db.example:5432", "93.184.215.14", "2606:4700::1", "[2606:4700::2]:80"))
    )
    places = {("app.example", None), ("db.example", 5432), ("93.184.215.14", None), ("2606:4700::1", None)}
    assert own.places == places | {("2606:4700::2", 80)}
    assert own.have(hosts.parse("app.example."), 1234)
    assert not own.have(hosts.parse("db.example"), 80)
