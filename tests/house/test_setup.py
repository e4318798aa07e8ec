"""Set-up skips what is done by content, does again what changed, and says in a sentence what it cannot do."""

import os
import signal
import subprocess
import sys
from collections import Counter

import pytest

from tools import debian, programs, python_env, setup, stamps
from tools import test as whole
from tools.steps import ROOT, StepFailed, command, together


def test_a_touched_file_is_the_same_and_a_changed_one_is_not(tmp_path):
    source = tmp_path / "a.ts"
    source.write_text("one")
    before = stamps.digest_tree(tmp_path, frozenset())
    os.utime(source, (0, 0))
    assert stamps.digest_tree(tmp_path, frozenset()) == before
    source.write_text("two")
    assert stamps.digest_tree(tmp_path, frozenset()) != before


def test_a_renamed_and_a_new_file_are_changes(tmp_path):
    (tmp_path / "a.ts").write_text("one")
    seen = {stamps.digest_tree(tmp_path, frozenset())}
    (tmp_path / "a.ts").rename(tmp_path / "b.ts")
    seen.add(stamps.digest_tree(tmp_path, frozenset()))
    (tmp_path / "c.ts").write_text("")
    seen.add(stamps.digest_tree(tmp_path, frozenset()))
    assert len(seen) == 3


def test_what_a_step_makes_is_no_input_of_it(tmp_path):
    (tmp_path / "dist").mkdir()
    before = stamps.digest_tree(tmp_path, frozenset({"dist"}))
    (tmp_path / "dist" / "built.js").write_text("built")
    assert stamps.digest_tree(tmp_path, frozenset({"dist"})) == before


@pytest.fixture
def environment_folder(tmp_path, monkeypatch):
    """An environment of one's own, in which installing only notes which list was asked for."""
    installed: list[str] = []
    monkeypatch.setattr(python_env, "STAMPS", tmp_path / ".stamps")
    monkeypatch.setattr(python_env, "_sync", lambda name, anew: installed.append(name))
    return installed


def test_packages_are_installed_once(environment_folder):
    python_env.install_packages(development=False)
    python_env.install_packages(development=False)
    assert environment_folder == ["run.txt"]


def test_serving_takes_no_tool_of_development_away(environment_folder):
    python_env.install_packages(development=False)
    python_env.install_packages(development=True)
    python_env.install_packages(development=False)
    assert environment_folder == ["run.txt", "dev.txt"]


@pytest.fixture
def apt(tmp_path, monkeypatch):
    """A machine without X, on which apt only notes what it was asked for, and then fails where `broken` says so."""

    class Apt:
        broken = False

        def __init__(self):
            self.asked: list[list[str]] = []

        def install(self, packages):
            self.asked.append(list(packages))
            if self.broken:
                raise StepFailed("no network")

    machine = Apt()
    monkeypatch.setattr(programs, "STAMPS", tmp_path / ".stamps")
    monkeypatch.setattr(programs, "COBROWSING", {"Xvfb": (lambda: None, "xvfb")})
    monkeypatch.setattr(debian, "may_install", lambda: True)
    monkeypatch.setattr(debian, "missing", list)
    monkeypatch.setattr(debian, "install", machine.install)
    return machine


def test_what_apt_does_not_have_is_asked_for_once(apt, capsys):
    programs.install_for_cobrowsing()
    programs.install_for_cobrowsing()
    assert apt.asked == [["xvfb"]]
    assert capsys.readouterr().out.count("Co-browsing misses Xvfb. On Debian or Ubuntu: apt-get install xvfb\n") == 2


def test_serving_goes_on_when_apt_fails_and_it_is_asked_again_next_time(apt, capsys):
    apt.broken = True
    programs.install_for_cobrowsing()
    programs.install_for_cobrowsing()
    assert apt.asked == [["xvfb"]] * 2
    assert "no network" in capsys.readouterr().out


def test_without_rights_nothing_is_installed_and_one_line_says_what_is_missing(apt, capsys, monkeypatch):
    monkeypatch.setattr(debian, "may_install", lambda: False)
    programs.install_for_cobrowsing()
    assert apt.asked == []
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_a_browser_comes_with_letters_to_draw_with_and_the_tests_start_all_that_co_browsing_does():
    assert set(debian.FONTS) < set(programs.packages(["Chromium"]))
    assert programs.packages(["Xvfb"]) == ["xvfb"]
    assert programs.COBROWSING.items() <= programs.NEEDED.items()


def test_the_browser_that_the_setting_names_is_the_one(monkeypatch):
    monkeypatch.setenv("SAMEN_CHROMIUM", "/opt/a/browser")
    assert programs.chromium() == "/opt/a/browser"


def test_a_step_that_failed_is_told_after_the_others_have_ended():
    done = []

    def breaks():
        raise StepFailed("no network")

    with pytest.raises(StepFailed, match="no network"):
        together([breaks, lambda: done.append("other")])
    assert done == ["other"]


def test_the_output_of_a_failed_step_is_kept_without_colours():
    with pytest.raises(StepFailed, match="it broke") as failed:
        command("it broke", ["sh", "-c", "printf '\\033[31mred\\033[0m'; exit 3"])
    assert failed.value.output == "red"


def test_an_unknown_profile_is_refused(capsys):
    assert setup.main(["everything"]) == 2
    assert "run, dev, test" in capsys.readouterr().err


def test_the_command_takes_the_place_of_set_up_and_gets_its_ctrl_c():
    program = "import os, signal\nprint(os.getpid(), flush=True)\nsignal.pause()"
    line = [sys.executable, "-m", "tools.setup", "dev", "--", "-c", program]
    with subprocess.Popen(line, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        # Set-up may say first what it brought up to date.
        told = next(line for line in iter(process.stdout.readline, "") if line.strip().isdigit())
        assert int(told) == process.pid
        process.send_signal(signal.SIGINT)
        assert process.wait(20) != 0


def test_the_closing_line_counts_everything():
    line = whole.closing_line(Counter(passed=810, failed=2, error=1), 512.3)
    assert line.strip("= ") == "2 failed, 810 passed, 1 error in 512.30s (0:08:32)"
    assert "3 errors" in whole.closing_line(Counter(error=3), 1)
    assert "nothing ran" in whole.closing_line(Counter(), 0)


@pytest.fixture
def suite(tmp_path, monkeypatch):
    """A folder with tests of its own, of which one needs a second try, and one always fails when told to."""

    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")

    def tests(broken: int) -> tuple[str, ...]:
        folder = tmp_path / "suite"
        folder.mkdir()
        (folder / "pytest.ini").write_text("[pytest]\n")
        (folder / "test_it.py").write_text(
            "import pathlib\n"
            "import pytest\n"
            "def test_passes(): pass\n"
            "def test_starved():\n"
            "    seen = pathlib.Path(__file__).with_name('seen')\n"
            "    before = seen.exists()\n"
            "    seen.touch()\n"
            "    assert before\n"
            f"@pytest.mark.parametrize('number', range({broken}))\n"
            "def test_broken(number): assert False\n"
        )
        return (str(folder), f"--rootdir={folder}", "-p", "xdist")

    return tests


@pytest.mark.parametrize(
    ("broken", "fine", "counts"),
    [
        pytest.param(0, True, {"passed": 2, "skipped": 1}, id="starved"),
        pytest.param(1, False, {"passed": 2, "failed": 1}, id="broken"),
        pytest.param(25, False, {"passed": 1, "failed": 26}, id="many"),
    ],
)
def test_what_failed_is_tried_once_more_in_the_open(suite, tmp_path, capfd, broken, fine, counts):
    done, found = whole.tried("some", tmp_path, 1, *suite(broken))
    assert (done, +found) == (fine, Counter(counts))
    assert ("some, what failed once more" in capfd.readouterr().out) == (broken < 20)
