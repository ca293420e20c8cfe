"""Settings: where they come from, which wins, and what a file that is wrong is told."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from epoch_cli.config import settings as module
from epoch_cli.config.cache import Cache
from epoch_cli.config.settings import RuleSettings, Settings, load_settings
from epoch_cli.errors import ConfigError, ExitCode

Load = Callable[..., Settings]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository's root, in which nothing above counts."""
    root = tmp_path / "repository"
    (root / ".git").mkdir(parents=True)
    return root


@pytest.fixture
def user_file(tmp_path: Path) -> Path:
    path = tmp_path / "home" / "epoch" / "config.toml"
    path.parent.mkdir(parents=True)
    return path


@pytest.fixture
def load(tmp_path: Path, user_file: Path, monkeypatch: pytest.MonkeyPatch) -> Load:
    monkeypatch.setattr(module, "user_config_file", lambda: user_file)

    def load(start: Path, **environment: str) -> Settings:
        cold, warm = (load_settings(start, environment, cache=Cache(tmp_path / "cache")) for _ in range(2))
        assert cold == warm
        return cold

    return load


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_without_files_there_are_the_defaults(load: Load, repository: Path) -> None:
    assert load(repository) == Settings(root=repository)
    assert (Settings().preset, Settings().budget, Settings().data) == ("punk", "strict", None)


EVERYTHING = """
preset = "mine"
budget = "foundation"
data = "models/all.toml"
exclude = ["build/**", "*.gen.json"]
[rules]
select = ["EP"]
ignore = ["EP813", "unknown-prop"]
[rules.severity]
EP814 = "info"
[rules.per-file."legacy/**"]
ignore = ["EP4"]
[rules.per-file."new/**"]
select = ["EP1"]
severity = { EP105 = "warning" }
"""


@pytest.mark.parametrize("name", ["epoch.toml", "pyproject.toml"])
def test_every_key_of_a_projects_file_is_read(load: Load, repository: Path, name: str) -> None:
    text = EVERYTHING
    if name == "pyproject.toml":
        text = "[project]\nname = 'x'\n[tool.epoch]" + text.replace("[rules", "[tool.epoch.rules")
    file = write(repository / name, text)
    found = load(repository / "ui" / "deep")
    assert found.preset == "mine"
    assert found.budget == "foundation"
    assert found.data == repository / "models" / "all.toml"
    assert found.exclude == ("build/**", "*.gen.json")
    assert found.rules == RuleSettings(("EP",), ("EP813", "unknown-prop"), {"EP814": "info"})
    assert found.per_file == (
        ("legacy/**", RuleSettings(ignore=("EP4",))),
        ("new/**", RuleSettings(select=("EP1",), severity={"EP105": "warning"})),
    )
    assert (found.file, found.root) == (file, repository)
    assert set(found.origins.values()) == {str(file)}
    assert set(found.origins) == {
        "preset", "budget", "data", "exclude", "rules.select", "rules.ignore", "rules.severity.EP814",
        'rules.per-file."legacy/**".ignore', 'rules.per-file."new/**".select',
        'rules.per-file."new/**".severity.EP105',
    }  # fmt: skip


def test_the_nearest_file_counts_up_to_the_repositorys_root(load: Load, repository: Path) -> None:
    write(repository.parent / "epoch.toml", 'budget = "foundation"')
    inner = repository / "a" / "b"
    inner.mkdir(parents=True)
    assert load(inner).budget == "strict"
    write(repository / "epoch.toml", 'budget = "one"')
    assert load(inner).budget == "one"
    write(repository / "a" / "pyproject.toml", '[tool.epoch]\nbudget = "two"')
    assert load(inner).budget == "two"
    write(repository / "a" / "epoch.toml", 'budget = "three"')
    assert load(inner).budget == "three"
    write(inner / "pyproject.toml", '[project]\nname = "epoch-like"')  # names us, but sets nothing
    assert load(inner).budget == "three"
    assert load(repository).budget == "one"


def test_without_a_repository_the_search_goes_on_to_the_top(load: Load, tmp_path: Path) -> None:
    write(tmp_path / "epoch.toml", 'budget = "one"')
    (tmp_path / "a" / "b").mkdir(parents=True)
    assert load(tmp_path / "a" / "b").budget == "one"


def test_an_empty_table_is_a_projects_file_too(load: Load, repository: Path) -> None:
    write(repository / "epoch.toml", 'budget = "one"')
    file = write(repository / "a" / "pyproject.toml", "[tool.epoch]")
    found = load(repository / "a")
    assert (found.budget, found.file) == ("strict", file)


def test_environment_over_project_over_user_over_defaults(load: Load, repository: Path, user_file: Path) -> None:
    write(user_file, 'preset = "u"\nbudget = "u"\ndata = "u"\nexclude = ["u"]')
    file = write(repository / "epoch.toml", 'preset = "p"\nbudget = "p"')
    found = load(repository, EPOCH_PRESET="e")
    assert (found.preset, found.budget, found.data) == ("e", "p", user_file.parent / "u")
    assert found.exclude == ("u",)
    assert found.origins == {
        "preset": "EPOCH_PRESET", "budget": str(file), "data": str(user_file), "exclude": str(user_file),
    }  # fmt: skip


def test_the_cache_is_on_until_a_file_switches_it_off(load: Load, repository: Path, user_file: Path) -> None:
    assert load(repository).cache
    write(user_file, "cache = false")
    assert not load(repository).cache
    write(repository / "epoch.toml", "cache = true")
    assert load(repository).cache
    assert load(repository).origins["cache"] == str(repository / "epoch.toml")


def test_a_list_replaces_the_one_below_and_a_table_is_merged(load: Load, repository: Path, user_file: Path) -> None:
    write(user_file, '[rules]\nselect = ["EP1"]\nignore = ["EP2"]\nseverity = { EP105 = "info", EP813 = "error" }\n'
          '[rules.per-file."a"]\nignore = ["EP1"]')  # fmt: skip
    file = write(repository / "epoch.toml", '[rules]\nignore = []\nseverity = { EP105 = "warning" }\n'
                 '[rules.per-file."b"]\nignore = ["EP2"]')  # fmt: skip
    found = load(repository)
    assert found.rules == RuleSettings(("EP1",), (), {"EP105": "warning", "EP813": "error"})
    assert [pattern for pattern, _ in found.per_file] == ["a", "b"]
    assert found.origins["rules.severity.EP105"] == found.origins["rules.ignore"] == str(file)
    assert found.origins["rules.severity.EP813"] == found.origins["rules.select"] == str(user_file)


def test_variables_set_values_and_empty_ones_do_not(load: Load, repository: Path) -> None:
    write(repository / "epoch.toml", 'budget = "one"')
    found = load(repository, EPOCH_PRESET="./mine", EPOCH_BUDGET="", EPOCH_DATA="models.toml", EPOCH_OTHER="x")
    assert (found.preset, found.budget, found.data) == ("./mine", "one", Path("models.toml"))
    assert found.origins["data"] == "EPOCH_DATA"


@pytest.mark.parametrize(
    ("preset", "expected"),
    [
        ("punk", "punk"),
        ("nobody", "nobody"),
        ("beside", "{root}/beside"),
        ("./design", "{root}/design"),
        ("design/mine.toml", "{root}/design/mine.toml"),
        ("/abs/mine.toml", "/abs/mine.toml"),
    ],
)
def test_a_preset_is_a_name_or_a_path_from_its_file(load: Load, repository: Path, preset: str, expected: str) -> None:
    (repository / "beside").mkdir()
    (repository / "punk").mkdir()  # a built-in name stays one
    write(repository / "epoch.toml", f'preset = "{preset}"')
    (repository / "ui").mkdir()
    assert load(repository / "ui").preset == expected.format(root=repository)


def test_a_budget_may_be_a_file(load: Load, repository: Path) -> None:
    write(repository / "epoch.toml", 'budget = "caps.toml"')
    assert load(repository).budget == str(repository / "caps.toml")


def test_home_is_the_users(load: Load, repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/somebody")
    write(repository / "epoch.toml", 'preset = "~/design"\ndata = "~/models.toml"')
    assert load(repository).preset == "/home/somebody/design"
    assert load(repository).data == Path("/home/somebody/models.toml")


# ---------------------------------------------------------------- what is wrong

WRONG = {
    "an unknown key": ('prest = "a"', ("prest: no such key",), "did you mean 'preset'?"),
    "an unknown table": ("[ruls]", ("ruls: no such key",), "did you mean 'rules'?"),
    "a key in a table": ("[rules]\nignor = []", ("rules.ignor: no such key",), "did you mean 'ignore'?"),
    "a key for some files": (
        '[rules.per-file."a/**"]\nselct = []', ('rules.per-file."a/**".selct: no such key',), "did you mean 'select'?",
    ),
    "an internal name": ("[rules.per_file]", ("rules.per_file: no such key",), "did you mean 'per-file'?"),
    "another type": ("preset = 3", ("preset: expected a string, got 3",), "epoch schema"),
    "an empty name": ('budget = ""', ("budget: expected something that is not empty",), "epoch schema"),
    "no table": ('rules = "EP3"', ("rules: expected a table, got 'EP3'",), "epoch schema"),
    "no array": ('exclude = "a"', ("exclude: expected an array, got 'a'",), "epoch schema"),
    "no truth": ('cache = "no"', ("cache: expected true or false, got 'no'",), "epoch schema"),
    "no string in an array": ("exclude = [1]", ("exclude.0: expected a string, got 1",), "epoch schema"),
    "no severity": (
        '[rules.severity]\nEP813 = "bad"', ("rules.severity.EP813: expected 'error', 'warning' or 'info'",), "",
    ),
    "a date": ("data = 2026-01-01", ("data: expected a string",), ""),
    "no TOML": ("preset = \n", ("not TOML", "line 1"), "correct the file"),
    "a key twice": ('preset = "a"\npreset = "b"\n', ("not TOML", "line 2"), ""),
    "nothing of later tables": ("[keys]\nx = 'y'", ("keys: no such key",), ""),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said", "remedy"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told_with_file_and_key(
    load: Load, repository: Path, user_file: Path, text: str, said: tuple[str, ...], remedy: str
) -> None:
    for file in (repository / "epoch.toml", user_file):
        write(file, text)
        with pytest.raises(ConfigError) as caught:
            load(repository)
        assert caught.value.message.startswith(f"{file}: ")
        assert all(part in caught.value.message for part in said), caught.value.message
        assert remedy in caught.value.remedy
        assert caught.value.exit_code == ExitCode.USAGE


def test_a_key_in_pyproject_is_told_with_its_whole_name(load: Load, repository: Path) -> None:
    write(repository / "pyproject.toml", "[tool.epoch.rules]\nselct = []")
    with pytest.raises(ConfigError, match=r"pyproject\.toml: tool\.epoch\.rules\.selct: no such key"):
        load(repository)
    write(repository / "pyproject.toml", "[tool]\nepoch = 3")
    with pytest.raises(ConfigError, match=r"tool\.epoch: expected a table, got 3"):
        load(repository)


def test_a_pyproject_that_never_names_epoch_is_not_even_parsed(load: Load, repository: Path) -> None:
    write(repository / "pyproject.toml", "this is no TOML")
    assert load(repository).file is None


def test_a_file_that_is_not_utf_8_is_told_with_its_line(load: Load, repository: Path) -> None:
    (repository / "epoch.toml").write_bytes(b'preset = "a"\n# \xff\n')
    with pytest.raises(ConfigError, match=r"epoch\.toml:2: not UTF-8"):
        load(repository)


# ---------------------------------------------------------------- what it costs

LOADED = """
import sys
from pathlib import Path
from epoch_cli.config.cache import Cache
assert not {"pydantic", "tomllib", "platformdirs"} & set(sys.modules), "imported by the module itself"
from epoch_cli.config.settings import load_settings
found = load_settings(Path(sys.argv[1]), {})
assert found.budget == "foundation" and found.preset == "mine", found
print(*sorted({"pydantic", "tomllib"} & set(sys.modules)))
"""


def test_a_warm_cache_needs_neither_pydantic_nor_tomllib(tmp_path: Path, repository: Path) -> None:
    write(repository / "pyproject.toml", '[tool.epoch]\nbudget = "foundation"')
    write(tmp_path / "config" / "epoch" / "config.toml", 'preset = "mine"')
    environment = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "config"),
                   "XDG_CACHE_HOME": str(tmp_path / "cache")}  # fmt: skip
    command = [sys.executable, "-c", LOADED, str(repository)]
    for expected in (["pydantic", "tomllib"], []):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert (done.stderr, done.stdout.split()) == ("", expected)
