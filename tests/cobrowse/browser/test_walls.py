"""What stands around a page's browser, and that nothing of it is left."""

import asyncio
import os
import re
import socket
import subprocess
from pathlib import Path

import pytest

from cobrowse.browser import display, network, processes, sweep, users, windows

pytestmark = [pytest.mark.browser, pytest.mark.light, pytest.mark.asyncio(loop_scope="session")]
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may change users")


def renderer(engine) -> int:
    return next(one.pid for one in processes.usage(engine.pids()) if one.kind == "renderer")


def succeeds(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, timeout=20).returncode == 0


def output(*command: str) -> str:
    return subprocess.run(command, capture_output=True, timeout=20, text=True).stdout


def of_process(pid: int, file: str) -> bytes:
    return Path(f"/proc/{pid}/{file}").read_bytes()


def alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists() and status(pid)["State"][0] != "Z"


def sleeper(uid: int) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(["setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups", "sleep", "300"])


def status(pid: int) -> dict[str, str]:
    return dict(re.findall(r"^(\w+):\s*(.*)$", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE))


async def test_sandbox_of_chromium_is_on(desk):
    await desk.go("p/plain", "Gewone pagina")
    found = status(renderer(desk.engine))
    assert found["Seccomp"] == "2", "system calls are filtered"
    assert found["NoNewPrivs"] == "1"
    assert int(found["CapEff"], 16) == 0
    commands = [of_process(pid, "cmdline") for pid in desk.engine.pids()]
    assert not any(b"--no-sandbox" in command or b"--remote-debugging-port" in command for command in commands)
    namespaces = {name: os.readlink(f"/proc/{renderer(desk.engine)}/ns/{name}") for name in ("user", "pid", "net")}
    assert all(os.readlink(f"/proc/self/ns/{name}") != one for name, one in namespaces.items())


@as_root
async def test_every_browser_has_a_user_of_its_own(desk, open_desk):
    other = await open_desk("p/plain")
    uids = {desk.engine.uid, other.engine.uid}
    assert len(uids) == 2
    assert all(users.FIRST <= uid < users.FIRST + users.COUNT for uid in uids)
    for one in (desk, other):
        owners = {status(pid)["Uid"].split()[0] for pid in one.engine.pids()}
        assert owners == {str(one.engine.uid)}
        assert one.engine.profile.stat().st_mode & 0o777 == 0o700
        assert one.engine.profile.stat().st_uid == one.engine.uid


@as_root
async def test_user_of_one_page_reaches_neither_display_nor_profile_of_another(desk, open_desk):
    other = await open_desk()
    as_other = ["setpriv", f"--reuid={other.engine.uid}", f"--regid={other.engine.uid}", "--clear-groups", "--"]
    assert succeeds(*as_other, "ls", str(other.engine.profile))
    assert not succeeds(*as_other, "ls", str(desk.engine.profile))
    assert not succeeds(*as_other, "cat", str(desk.engine.screen.display.auth))
    # Without the cookie X lets nobody in, whoever they are.
    from dataclasses import replace

    stranger = replace(desk.engine.screen.display, auth=other.engine.screen.display.auth)
    with pytest.raises(OSError, match="refuses"):
        windows.shown(stranger)
    assert windows.shown(desk.engine.screen.display)


@as_root
async def test_browser_has_no_network_but_its_proxy(desk):
    inside = ["nsenter", f"--net=/proc/{browser_process(desk.engine)}/ns/net", "--"]
    devices = output(*inside, "cat", "/proc/net/dev")
    assert re.findall(r"^\s*(\w+):", devices, re.MULTILINE) == ["lo"]
    reach = f"exec 3<>/dev/tcp/127.0.0.1/{desk.site.port}"
    assert not succeeds(*inside, "bash", "-c", reach)
    proxy = f"exec 3<>/dev/tcp/127.0.0.1/{network.PORT}"
    assert succeeds(*inside, "bash", "-c", proxy)


def browser_process(engine) -> int:
    return next(one.pid for one in processes.usage(engine.pids()) if one.kind == "browser")


async def test_browser_sees_nothing_of_the_servers_environment(desk):
    pid = browser_process(desk.engine)
    environment = of_process(pid, "environ")
    assert b"SAMEN" not in environment
    assert os.environ["PATH"].encode() not in environment


@pytest.mark.covers("F003")
async def test_nothing_is_left_when_a_page_closes(open_desk, shared_house):
    desk = await open_desk("p/cookie")
    await desk.titled("koek")
    engine = desk.engine
    pids, folder, uid = engine.pids(), engine.folder, engine.uid
    socket_file = engine.screen.display.socket
    assert len(pids) > 5
    await shared_house.close(desk.session)
    assert not [pid for pid in pids if alive(pid)]
    assert not folder.exists()
    assert not socket_file.exists()
    assert not (socket_file.parent.parent / f".X{socket_file.name[1:]}-lock").exists()
    if uid is not None:
        assert not any(alive(pid) for pid in users.processes(uid))
    told = len(desk.ear.messages)
    await asyncio.sleep(0.2)
    assert len(desk.ear.messages) == told
    # The next session finds no cookie.
    other = await open_desk("p/ask-cookie")
    await other.titled("koek::")


@as_root
async def test_next_start_removes_what_a_killed_server_left(tmp_path):
    ground = await asyncio.to_thread(sweep.take, tmp_path / "pages")
    left = ground.folder / "abc" / "profile"
    left.mkdir(parents=True)
    user = users.take()
    orphan = sleeper(user.uid)
    # While the server lives nothing of it is touched.
    await sweep.sweep(tmp_path / "pages")
    assert left.exists()
    assert orphan.poll() is None
    # A killed process lets go of its lock and its users.
    os.close(ground._lock)
    user.release()
    await sweep.sweep(tmp_path / "pages")
    assert not ground.folder.exists()
    assert orphan.wait(5) == -9


@as_root
async def test_users_are_not_given_twice():
    first, second = users.take(), users.take()
    assert first.uid != second.uid
    first.release()
    second.release()


@as_root
async def test_network_of_its_own_leads_only_to_its_door():
    net = await asyncio.to_thread(network.make)
    try:
        assert net.door.getsockname() == ("127.0.0.1", network.PORT)
        with socket.socket() as outside, pytest.raises(OSError, match="refused"):
            outside.connect(("127.0.0.1", network.PORT))
    finally:
        net.close()


async def test_display_that_is_closed_leaves_no_file(tmp_path):
    screen = await display.start(tmp_path, (), None)
    assert screen.display.socket.exists()
    await screen.fit(640, 480)
    await screen.close()
    assert not screen.display.socket.exists()
    with pytest.raises(OSError, match="."):
        windows.shown(screen.display)
