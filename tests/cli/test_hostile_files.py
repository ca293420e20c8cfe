"""Files as an attacker or a careless user gives them, in a folder or a repository that somebody else has made.

What was tried, and where it is shown what comes of it:

| tried | where |
| --- | --- |
| a repository whose configuration or preset leads to a device that never ends | here |
| a file of a repository's preset that is a link to one of the user's own | here |
| the same named by the user, as a prompt, a batch, a baseline, a session | here |
| a session, a template, a document of a batch that is named `../x` | here, `test_batch.py` |
| names of files: a line break, bytes that are no text, a dash | here, `test_validate_fix.py` |
| names that are too long | `unit/hostile_files/test_names.py` |
| `-o` on a link, a folder, a full disk, a file that comes to be meanwhile | `test_files.py`, `test_sessions_disk.py` |
| `-o` on a pipe or a device | `unit/linting/test_writing.py`, `test_pipes.py` |
| a link in the place of a session | `unit/sessions/test_recorder.py` |
| a link or a pipe in the place of a document of a batch, or of its list | `test_batch.py` |
| a link, a pipe, another's file in the place of an entry of a cache | `unit/hostile_files`, `test_cache.py` |
| a link in the place of the file of keys; one that others may read | `unit/config/test_keys.py` |
| a list of trusted folders that others could have written | `test_trust.py` |
| a link in `.epoch` | `test_trust.py`, `unit/extensions/test_project.py` |
| pipes among files that are checked, links in a circle | `test_validate_files.py`, `test_sessions.py` |
| a preset of a repository with the name of a built-in one | here |
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from support.command import Inside

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links and devices of a Unix")

ENDLESS = Path("/dev/zero")
PRESET = '[preset]\nname = "mine"\nextends = "punk"\n'


def _repository(work: Path, config: str) -> None:
    (work / "epoch.toml").write_text(config, "utf-8")
    for name in ("prompts", "patterns", "templates"):
        (work / "mine" / name).mkdir(parents=True)
    (work / "mine" / "catalog.toml").write_text(PRESET, "utf-8")


@pytest.mark.parametrize(
    ("config", "link"),
    [
        ('budget = "./link"', "link"),
        ('data = "link"', "link"),
        ('preset = "mine"', "mine/prompts/rules.md"),
        ('preset = "mine"', "mine/patterns/words.toml"),
    ],
)
def test_a_link_of_a_repository_to_a_device_takes_no_memory(config: str, link: str, inside: Inside) -> None:
    _repository(inside.work, config)
    (inside.work / link).symlink_to(ENDLESS)
    result = inside("gen", "login", "--no-log", "-q")
    assert result.code == 2
    assert result.out == b""
    assert len(result.said) == 1
    assert "cannot be read (larger than" in result.said[0]


def test_so_does_a_template(inside: Inside) -> None:
    _repository(inside.work, 'preset = "mine"')
    (inside.work / "mine" / "templates" / "order.toml").symlink_to(ENDLESS)
    assert "larger than" in inside("templates", "list").said[0]


SECRET = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmU\n"
TOML_SECRET = '[tokens.mine]\nkind = "other"\n# b3BlbnNzaC1rZXktdjEAAAAABG5vbmU\n'


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("mine/prompts/examples.md", "id_ed25519"),
        ("mine/prompts/first.md", "id_ed25519"),
        ("mine/prompts", "."),
        ("mine/patterns/words.toml", "id_ed25519.toml"),
        ("mine/tokens.toml", "id_ed25519.toml"),
    ],
)
@pytest.mark.parametrize(
    "command", [("prompt", "login"), ("gen", "login", "--no-log", "-q"), ("catalog", "check", "mine")]
)
def test_no_file_of_the_users_gets_into_a_prompt_by_a_link_of_a_repository(
    link: str, target: str, command: tuple[str, ...], inside: Inside
) -> None:
    _repository(inside.work, 'preset = "mine"')
    theirs = inside.command.home / ".ssh"
    theirs.mkdir()
    for name, text in (("id_ed25519", SECRET), ("id_ed25519.md", SECRET), ("id_ed25519.toml", TOML_SECRET)):
        (theirs / name).write_text(text, "utf-8")
    at = inside.work / link
    if at.is_dir():
        at.rmdir()
    at.symlink_to(theirs / target)
    result = inside(*command)
    assert result.code in {1, 2, 6}, result.err
    assert b"b3BlbnNzaC1rZXk" not in result.out + result.err
    (told,) = [line for line in (result.out + result.err).decode().splitlines() if "leads out" in line]
    assert str(theirs) in told


def test_nor_by_a_template(inside: Inside) -> None:
    _repository(inside.work, 'preset = "mine"')
    theirs = inside.command.home / "private.toml"
    theirs.write_text('description = "mine"\ntext = "b3BlbnNzaC1rZXk"\n', "utf-8")
    (inside.work / "mine" / "templates" / "order.toml").symlink_to(theirs)
    for command in (("templates", "list"), ("templates", "show", "order"), ("catalog", "check", "mine")):
        result = inside(*command)
        assert result.code in {1, 2}
        assert b"b3BlbnNzaC1rZXk" not in result.out + result.err
        assert b"leads out of the preset" in result.out + result.err


def test_a_preset_may_be_a_link_and_have_links_to_files_of_its_own(inside: Inside) -> None:
    _repository(inside.work, 'preset = "linked"')
    (inside.work / "mine" / "shared.md").write_text("Be brief.\n", "utf-8")
    (inside.work / "mine" / "prompts" / "examples.md").symlink_to("../shared.md")
    (inside.work / "linked").symlink_to("mine")
    assert b"Be brief." in inside("prompt", "login").out


def test_a_prompt_that_never_ends_is_checked_in_little_memory(inside: Inside) -> None:
    _repository(inside.work, "")
    (inside.work / "mine" / "prompts" / "rules.md").symlink_to(ENDLESS)
    (inside.work / "mine" / "patterns" / "words.toml").symlink_to(ENDLESS)
    result = inside("catalog", "check", "mine")
    assert result.code == 1
    assert result.out.count(b"larger than 16 MiB") == 2


def test_a_configuration_that_is_a_device_is_none(inside: Inside) -> None:
    (inside.work / "epoch.toml").symlink_to(ENDLESS)
    (inside.work / "pyproject.toml").symlink_to(ENDLESS)
    assert inside("gen", "login", "--no-log", "-q").code == 0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("gen", "--prompt-file", str(ENDLESS)), 6),
        (("batch", str(ENDLESS), "-o", "out"), 6),
        (("replay", str(ENDLESS)), 6),
        (("validate", "document.json", "--baseline", str(ENDLESS)), 2),
    ],
)
def test_a_user_who_names_a_device_is_told_so(arguments: tuple[str, ...], code: int, inside: Inside) -> None:
    (inside.work / "document.json").write_text("{}", "utf-8")
    result = inside(*arguments)
    assert result.code == code
    assert "larger than" in result.said[0] or "longer than" in result.said[0]
    assert not (inside.work / "out").exists()


@pytest.mark.parametrize("name", ["../victim", "../../work/victim", "{work}/victim.jsonl", "victim", "*", "[u-w]*"])
def test_no_name_of_a_session_leads_out_of_their_folder(name: str, inside: Inside) -> None:
    victim = inside.work / "victim.jsonl"
    victim.write_text("precious\n", "utf-8")
    inside("gen", "login", "-q")
    kept = inside.sessions()
    result = inside("sessions", "rm", "--yes", "--", name.format(work=inside.work))
    assert result.code in {2, 6}
    assert victim.read_text("utf-8") == "precious\n"
    assert inside.sessions() == kept != []


@pytest.mark.parametrize("name", ["../../../etc/passwd", "/etc/passwd", "..", "templates/crud"])
def test_no_name_of_a_template_is_a_path(name: str, inside: Inside) -> None:
    result = inside("templates", "show", name)
    assert result.code == 2
    assert b"root:" not in result.out + result.err


def test_a_preset_of_a_repository_never_stands_in_for_a_built_in_one(inside: Inside) -> None:
    theirs = inside.work / "punk"
    theirs.mkdir()
    (theirs / "catalog.toml").write_text(PRESET.replace('"mine"', '"theirs"'), "utf-8")
    (inside.work / "epoch.toml").write_text('preset = "punk"\n', "utf-8")
    assert b"theirs" not in inside("catalog", "show").out
    (inside.work / "epoch.toml").write_text('preset = "./punk"\n', "utf-8")
    assert b"theirs" in inside("catalog", "show").out  # said as a path, it is theirs


@pytest.mark.parametrize("name", [b"-q.json", b"two\nlines.json", b"no\xfftext.json", b" .json"])
def test_any_name_of_a_file_can_be_written_and_read_back(name: bytes, inside: Inside) -> None:
    path = f"./{os.fsdecode(name)}"
    result = inside("gen", "login", "--no-log", "-o", path)
    assert result.code == 0
    assert [os.fsencode(each.name) for each in inside.work.iterdir()] == [name]
    assert len(result.said) == 3  # a name that holds a line break is no line of its own
    assert inside("validate", path).code == 0
