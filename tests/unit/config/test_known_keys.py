"""Keys as people write them: quotes may be left out where that leaves no doubt, and values are read by type."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epoch_cli.config.key_names import dotted, split_key
from epoch_cli.config.known_keys import find_key
from epoch_cli.config.shapes import is_table, keys_of, kind_at
from epoch_cli.config.source import ProjectConfig, UserConfig
from epoch_cli.errors import ConfigError, UsageError

NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)


@given(st.lists(NAMES, min_size=1, max_size=4))
def test_a_key_is_split_into_the_names_that_it_was_made_of(names: list[str]) -> None:
    text = dotted(names)
    assert [part.name for part in split_key(text)] == names
    here = tomllib.loads(f"{text} = 1")  # and TOML reads it so, too
    for name in names:
        here = here[name]
    assert here == 1


READ = {
    "budget": ("budget",),
    'rules.per-file."legacy/**".ignore': ("rules", "per-file", "legacy/**", "ignore"),
    "rules.per-file.'legacy/**'.ignore": ("rules", "per-file", "legacy/**", "ignore"),
    "rules.per-file.legacy/**.ignore": ("rules", "per-file", "legacy/**", "ignore"),
    "rules.per-file.a.json.severity.EP1": ("rules", "per-file", "a.json", "severity", "EP1"),
    "rules.per-file.a.ignore.ignore": ("rules", "per-file", "a.ignore", "ignore"),
    "rules.per-file.*.json": ("rules", "per-file", "*.json"),
    "screen.keys.live.refine": ("screen", "keys", "live.refine"),
    'screen.keys."live.refine"': ("screen", "keys", "live.refine"),
    "prices.gpt-4.1.input": ("prices", "gpt-4.1", "input"),
    "prices.gpt-4.1": ("prices", "gpt-4.1"),
    "prices.acme:gpt-4.1.cache-write": ("prices", "acme:gpt-4.1", "cache-write"),
    "providers.acme.key_cmd": ("providers", "acme", "key-cmd"),
    "providers.acme.headers.X.Y": ("providers", "acme", "headers", "X.Y"),
    "providers.acme.extra.a.b": ("providers", "acme", "extra", "a", "b"),
    "rules": ("rules",),
}


@pytest.mark.parametrize(("text", "path"), READ.items())
def test_what_a_key_is_taken_for(text: str, path: tuple[str, ...]) -> None:
    assert find_key(text).path == path


def test_every_key_of_the_shapes_is_known_and_those_of_a_project_are_its_own() -> None:
    """Walks what files may have, so that nothing is listed twice."""
    for key in keys_of(UserConfig):
        kind = kind_at(UserConfig, (key,))
        for path in [(key,), *((key, inner) for inner in (keys_of(kind) if is_table(kind) else ()))]:
            assert find_key(dotted(path)).path == path
            if key in keys_of(ProjectConfig):
                assert find_key(dotted(path), project=True).path == path
            else:
                with pytest.raises(ConfigError, match="a project never says"):
                    find_key(dotted(path), project=True)


@pytest.mark.parametrize("text", ["", ".", "a.", ".a", "a..b", '"a', "a'b\".c"])
def test_what_is_no_key_is_told(text: str) -> None:
    with pytest.raises(UsageError):
        find_key(text)


def test_for_a_project_only_its_own_keys_are_named() -> None:
    with pytest.raises(UsageError) as caught:
        find_key("xyz", project=True)
    assert caught.value.remedy == f"there are {', '.join(sorted(keys_of(ProjectConfig)))}"
