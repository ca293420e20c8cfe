"""`epoch config edit`: what the user writes counts when it is right, and else the file is as it was."""

from __future__ import annotations

import shlex
import shutil
import stat
import sys
from pathlib import Path

import pytest
from support.command import Command, Inside, Result, wait_until
from support.terminal import Terminal, settle, take_terminal

has_terminals = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo terminals")


def user_file(command: Command) -> Path:
    path = command.home / "config" / "epoch" / "config.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def editor(command: Command, code: str) -> None:
    """Let the user's editor do this to the file `path`, whose content is `text`; `seen` is a file of ours."""
    script = command.work / "editor.py"
    head = "import sys, pathlib, os\npath = pathlib.Path(sys.argv[-1])\ntext = path.read_text()\n"
    script.write_text(f"{head}seen = pathlib.Path({str(command.work / 'seen')!r})\n{code}\n", "utf-8")
    command.environment["EDITOR"] = shlex.join([sys.executable, str(script), "--wait"])


def test_what_is_written_counts_once_it_is_checked(epoch: Command) -> None:
    path = user_file(epoch)
    path.write_text('# mine\nbudget = "strict"\n')
    path.chmod(0o640)
    editor(epoch, "seen.write_text(f'{path}\\n{oct(os.stat(path.parent).st_mode & 0o777)}')\n"
                  "print('drawing')\npath.write_text(text.replace('strict', 'foundation'))")  # fmt: skip
    result = epoch("config", "edit", start_new_session=True)  # away from the terminal that tests are run from
    assert (result.code, result.out) == (0, b"")  # what an editor draws is no data
    assert result.said == ["drawing", "written: ~/config/epoch/config.toml"]
    assert path.read_text() == '# mine\nbudget = "foundation"\n'
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    copy, mode = (epoch.work / "seen").read_text().splitlines()
    assert (Path(copy).name, mode) == ("config.toml", "0o700")
    assert not Path(copy).parent.exists()


def test_what_is_wrong_is_told_and_the_file_is_as_it_was(inside: Inside) -> None:
    path = user_file(inside.command)
    path.write_text("cache = true\n")
    for text, said in (("prest = 1", "prest: no such key; "), ("cache = ", "not TOML"), ("cache = 1", "true or false")):
        editor(inside.command, f"path.write_text({text!r})")
        result = inside("config", "edit")
        assert result.code == 2
        assert said in result.said[0]
        assert result.said[0].endswith(f"{path} is as it was")
        assert path.read_text() == "cache = true\n"
    inside.command.environment["EDITOR"] = "false"
    assert "false ended with 1, so nothing was changed" in inside("config", "edit").said[0]


def test_a_new_file_begins_with_what_it_is_for(inside: Inside) -> None:
    path = inside.work / "epoch.toml"
    editor(inside.command, "seen.write_text(text)")
    result = inside("config", "edit", "--project")
    assert (result.code, result.said) == (0, ["nothing was changed"])
    assert not path.exists()
    head = (inside.work / "seen").read_text()
    assert head.startswith("# Settings of epoch for this project")
    assert "epoch schema config" in head
    editor(inside.command, "path.write_text(text + 'cache = false\\n')")
    assert inside("config", "edit", "--project", "-q").err == b""
    assert path.read_text() == f"{head}cache = false\n"
    editor(inside.command, "path.write_text('cache = true\\n')")
    assert inside("config", "edit").code == 0
    assert stat.S_IMODE(user_file(inside.command).stat().st_mode) == 0o600


def test_a_pyproject_is_checked_by_its_table(inside: Inside) -> None:
    path = inside.work / "pyproject.toml"
    path.write_text('[project]\nname = "x"\n[tool.epoch]\n')
    editor(inside.command, "path.write_text(text + 'providers = {}\\n')")
    result = inside("config", "edit", "--project")
    assert "tool.epoch.providers: only your own file" in result.said[0]
    editor(inside.command, "path.write_text(text + 'cache = false\\n')")
    assert inside("config", "edit", "--project").code == 0
    assert path.read_text() == '[project]\nname = "x"\n[tool.epoch]\ncache = false\n'


def test_what_another_wrote_meanwhile_is_not_lost_nor_is_what_was_written(inside: Inside) -> None:
    path = user_file(inside.command)
    path.write_text("cache = true\n")
    editor(
        inside.command,
        f"pathlib.Path({str(path)!r}).write_text('cache = false\\n')\npath.write_text('model = \"m\"\\n')",
    )
    result = inside("config", "edit")
    assert result.code == 2
    assert "was changed by somebody else in the meantime" in result.said[1]
    assert path.read_text() == "cache = false\n"
    copy = Path(result.said[0].removeprefix("what you wrote is in "))
    assert copy.read_text() == 'model = "m"\n'
    shutil.rmtree(copy.parent)


@has_terminals
@pytest.mark.parametrize(
    ("answer", "code", "left"),
    [("\n", 0, "cache = false\n"), ("q\n", 2, "cache = true\n"), ("\x04", 2, "cache = true\n")],
)
def test_at_a_terminal_one_is_asked_whether_to_go_on(epoch: Command, answer: str, code: int, left: str) -> None:
    path = user_file(epoch)
    path.write_text("cache = true\n")
    editor(epoch, "path.write_text(text.replace('true', 'fals') if 'true' in text else text.replace('fals', 'false'))")
    with Terminal() as terminal:
        how = {"stdin": terminal.file, "stdout": terminal.file, "stderr": terminal.file}
        with epoch.start("config", "edit", start_new_session=True, preexec_fn=take_terminal, **how) as process:
            try:
                wait_until(lambda: "as it was? [E/q]" in terminal.joined)
                terminal.press(answer)
                assert process.wait(20) == code
            except BaseException:
                process.kill()
                raise
        settle(terminal)
        assert "not TOML" in terminal.joined
        assert ("is as it was" in terminal.joined) == (code == 2)
    assert path.read_text() == left


def test_no_editor_is_an_error(inside: Inside) -> None:
    inside.command.environment["VISUAL"] = "vi 'x"
    result: Result = inside("config", "edit")
    assert result.code == 2
    assert "$VISUAL is no command" in result.said[0]
    assert list(user_file(inside.command).parent.iterdir()) == []
