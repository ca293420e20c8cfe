"""`.epoch/` in a project: nothing in there is run before a person has said so, and then only as it was."""

from __future__ import annotations

import json
import os
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from support.command import Command, Inside, wait_until
from support.plugins import rule
from support.terminal import Terminal, settle

from epoch_cli.extensions.consent import TrustStore
from epoch_cli.extensions.project import read_files

LINE = "epoch: .epoch/ holds extensions that are not trusted (epoch trust)"
FOUND = b"AC001 warning: too loud"
LOUD = rule('return [Problem("/root/text", "too loud")]')


@pytest.fixture
def project(inside: Inside) -> Path:
    """A project with a rule, which leaves a mark where it is run."""
    (inside.work / ".git").mkdir()
    folder = inside.work / ".epoch"
    (folder / "rules").mkdir(parents=True)
    mark = inside.work / "it-was-run"
    (folder / "rules" / "acme.py").write_text(f"open({str(mark)!r}, 'w').close()\n{LOUD}")
    (inside.work / "a.json").write_text('{"root": {"type": "Text", "text": "A"}}')
    return folder


def was_run(project: Path) -> bool:
    return (project.parent / "it-was-run").exists()


def store_of(inside: Inside) -> Path:
    return inside.command.home / "data" / "epoch" / "trusted.json"


def test_nothing_is_run_until_it_is_trusted(inside: Inside, project: Path) -> None:
    (project / "rules" / "broken.py").write_text("this is no Python\0")
    for arguments in (["validate", "a.json"], ["gen", "login form"], ["rules"], ["doctor"], ["apply", "a.json"]):
        done = inside(*arguments)
        assert done.code == 0
        assert (LINE in done.said) is (arguments != ["doctor"])
    assert inside("validate", "a.json", "-q").err == b""
    assert not was_run(project)
    assert not list(project.rglob("*.pyc"))


def test_what_is_trusted_is_run_from_every_folder_of_the_project(inside: Inside, project: Path) -> None:
    done = inside("trust", "--yes")
    assert done.code == 0
    assert done.said[1].split()[:1] == ["rules/acme.py"]
    assert not was_run(project), "to trust it is not to run it"
    below = inside.work / "ui" / "forms"
    below.mkdir(parents=True)
    found = inside("validate", "a.json")
    assert FOUND in found.out
    assert LINE not in found.said
    assert was_run(project)
    inside.command.work = below
    assert FOUND in inside("validate", "../../a.json").out
    assert inside("trust", "--yes").said == [f"{project} is trusted already, as it is now"]
    assert not list(project.rglob("*.pyc"))
    store = store_of(inside)
    assert stat.S_IMODE(store.stat().st_mode) == 0o600


def changed(project: Path) -> None:
    file = project / "rules" / "acme.py"
    file.write_text(file.read_text() + "\n")


def added(project: Path) -> None:
    (project / "readers").mkdir()
    (project / "readers" / "data.json").write_text("{}")


def taken_away(project: Path) -> None:
    (project / "rules" / "more.py").unlink()


def linked(project: Path) -> None:
    file = project / "rules" / "acme.py"
    file.rename(project.parent / "acme.py")
    file.symlink_to(project.parent / "acme.py")


def moved(project: Path) -> None:
    project.rename(project.parent / "elsewhere")
    project.symlink_to(project.parent / "elsewhere")


@pytest.mark.parametrize("change", [changed, added, taken_away, linked, moved])
def test_a_change_ends_the_consent(change: Callable[[Path], None], inside: Inside, project: Path) -> None:
    (project / "rules" / "more.py").write_text(rule("return []", code="MO001", name="more-rule"))
    assert inside("trust", "--yes", "-q").code == 0
    assert FOUND in inside("validate", "a.json").out
    change(project)
    (project.parent / "it-was-run").unlink()
    done = inside("validate", "a.json")
    assert (done.code, done.out) == (0, b"")
    assert done.said[0].startswith("epoch: .epoch/ holds extensions that ")
    assert not was_run(project)
    again = inside("trust", "--yes")
    assert (again.code == 0) is (change not in {linked, moved})
    if change is changed:
        assert [line.split()[-1] for line in again.said[1:3]] == ["changed", "…"] or "changed" in again.said[1]


def test_caches_of_other_tools_change_nothing(inside: Inside, project: Path) -> None:
    inside("trust", "--yes")
    (project / "rules" / "__pycache__").mkdir()
    (project / "rules" / "__pycache__" / "acme.cpython-311.pyc").write_bytes(b"x")
    (project / "notes.md").write_text("none of the four folders")
    assert FOUND in inside("validate", "a.json").out


def test_no_variable_and_no_configuration_can_say_yes(inside: Inside, project: Path) -> None:
    inside.command.environment |= {"EPOCH_TRUST": "1", "EPOCH_YES": "1", "EPOCH_EXTENSIONS": "trusted", "CI": "1"}
    assert LINE in inside("validate", "a.json").said
    for line in ("trust = true", "[extensions]\ntrust = true", "[trust]\nyes = true"):
        (inside.work / "epoch.toml").write_text(line)
        assert inside("validate", "a.json").code == 2, "there is no such key"
    assert not was_run(project)


def test_without_a_terminal_nobody_can_be_asked(inside: Inside, project: Path) -> None:
    done = inside("trust", stdin=b"y\n")
    assert done.code == 2
    assert done.said[-1].startswith("epoch: there is no terminal to ask on, so nothing was trusted; ")
    assert LINE in inside("validate", "a.json").said


@pytest.mark.parametrize(("answer", "trusted"), [("y\r", True), ("\r", False), ("n\r", False)])
def test_a_person_is_shown_the_files_and_asked(answer: str, trusted: bool, epoch: Command) -> None:
    rules = epoch.work / ".epoch" / "rules"
    rules.mkdir(parents=True)
    (rules / "acme.py").write_text(LOUD)
    with Terminal(120, 24) as terminal:
        how = {"stdin": terminal.file, "stdout": terminal.file, "stderr": terminal.file}
        with epoch.start("trust", start_new_session=True, **how) as process:
            try:
                wait_until(lambda: "[y/N]" in terminal.joined)
                terminal.press(answer)
                assert process.wait(20) == 0
            except BaseException:
                process.kill()
                raise
        settle(terminal)
        assert "rules/acme.py" in terminal.text
        assert ("trusted: " in terminal.text) is trusted
        assert ("nothing was trusted" in terminal.text) is not trusted


def test_trust_is_listed_and_taken_back(inside: Inside, project: Path) -> None:
    assert inside("trust", "--list").out == b""
    inside("trust", "--yes")
    assert inside("trust", "--list").out.decode().splitlines()[1].split()[:2] == [str(project), "trusted"]
    changed(project)
    (row,) = json.loads(inside("trust", "--list", "--format", "json").out)
    assert (row["folder"], row["state"]) == (str(project), "changed")
    assert inside("trust", "--revoke").said == [f"no longer trusted: {project}"]
    assert inside("trust", "--revoke").code == 2
    assert inside("trust", "--list").out == b""


def test_where_there_is_nothing_there_is_nothing_to_trust(inside: Inside) -> None:
    (inside.work / ".epoch" / "rules").mkdir(parents=True)
    assert inside("trust", "--yes").code == 2
    (inside.work / ".epoch" / "rules").rmdir()
    assert inside("trust", "--yes").said[0].startswith(f"epoch: {inside.work}: no project there has extensions")


def test_the_repository_is_where_the_search_ends(inside: Inside, project: Path) -> None:
    inner = inside.work / "vendored"
    (inner / ".git").mkdir(parents=True)
    inside.command.work = inner
    assert LINE not in inside("validate", "../a.json").said


@pytest.mark.parametrize("damage", ["not JSON", '{"trusted": 5}', "{}"])
def test_a_damaged_list_of_consents_trusts_nothing(damage: str, inside: Inside, project: Path) -> None:
    inside("trust", "--yes")
    store_of(inside).write_text(damage)
    done = inside("validate", "a.json")
    assert (done.code, done.out, was_run(project)) == (0, b"", False)
    assert done.said[0].startswith("epoch: .epoch/ holds extensions that ")


def test_a_list_that_others_could_have_written_trusts_nothing(inside: Inside, project: Path) -> None:
    inside("trust", "--yes")
    store_of(inside).chmod(0o622)
    assert not inside("validate", "a.json").out
    assert inside("trust", "--yes").code == 2


def test_what_is_run_is_what_was_read(project: Path, inside: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    inside("trust", "--yes")
    covers = TrustStore.covers

    def changing(self: TrustStore, folder: Path, digests: dict[str, str]) -> bool:
        (folder / "rules" / "acme.py").write_text("raise SystemError('what came after')")
        return covers(self, folder, digests)

    monkeypatch.setattr(TrustStore, "covers", changing)
    assert FOUND in inside("validate", "a.json").out


def test_files_stand_alone_and_say_so(inside: Inside, project: Path) -> None:
    (project / "rules" / "acme.py").write_text(f"from . import other\n{LOUD}")
    inside("trust", "--yes")
    said = inside("validate", "a.json").said[0]
    assert "the rule acme (.epoch/rules/acme.py) failed to load: ImportError: attempted relative import" in said
    assert said.endswith("; it is left out: correct the file, or remove it; EPOCH_TRACEBACK=1 shows where")


def test_doctor_lists_what_is_not_trusted_and_what_is(inside: Inside, project: Path) -> None:
    row = {"kind": "rule", "name": "acme", "origin": ".epoch/rules/acme.py", "state": "not trusted"}
    done = inside("doctor", "--output-format", "json")
    assert (done.code, json.loads(done.out)["extensions"], was_run(project)) == (0, [row], False)
    inside("trust", "--yes")
    assert json.loads(inside("doctor", "--output-format", "json").out)["extensions"] == [{**row, "state": "ok"}]


def test_a_hostile_name_of_a_file_is_made_visible(inside: Inside, project: Path) -> None:
    (project / "rules" / "a\x1b[31m\u202e.py").write_text("")
    shown = inside("trust", "--yes").err.decode()
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert r"a\x1b[31m\u202e.py" in shown


def test_two_who_trust_at_once_both_do(epoch: Command) -> None:
    for name in ("one", "two", "three"):
        rules = epoch.work / name / ".epoch" / "rules"
        rules.mkdir(parents=True)
        (rules / "acme.py").write_text(LOUD)
    started = [epoch.start("trust", name, "--yes", stderr=subprocess.DEVNULL) for name in ("one", "two", "three")]
    for process in started:
        process.communicate(timeout=60)
        assert process.returncode == 0
    store = TrustStore(epoch.home / "data" / "epoch" / "trusted.json")
    assert sorted(map(os.path.basename, map(os.path.dirname, store.all()))) == ["one", "three", "two"]
    folder = epoch.work / "one" / ".epoch"
    assert store.covers(folder, read_files(folder).digests)
