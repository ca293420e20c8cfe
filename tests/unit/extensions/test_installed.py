"""What installed distributions declare: found without importing anything, remembered while nothing changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.plugins import declare

from epoch_cli.config.cache import Cache
from epoch_cli.extensions.installed import installed_entries


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def found(cache: Cache, *path: Path, here: str = "/") -> list[tuple[str, str, str, str]]:
    entries = installed_entries([str(each) for each in path], here, cache)
    return [(each.kind, each.name, each.origin, each.target) for each in entries]


def test_only_our_groups_are_read(tmp_path: Path, cache: Cache) -> None:
    groups = {
        "console_scripts": {"acme": "acme:main"},
        "epoch.rules": {"acme": "acme.rules:extension", "more": "acme.rules:more [extra]"},
        "epoch.other": {"x": "y:z"},
        "epoch.readers": {"tsv": "acme:tsv"},
        "epochal": {"a": "b:c"},
    }
    declare(tmp_path, groups, version="2.0")
    assert found(cache, tmp_path) == [
        ("rules", "acme", "epoch-acme 2.0", "acme.rules:extension"),
        ("rules", "more", "epoch-acme 2.0", "acme.rules:more"),
        ("readers", "tsv", "epoch-acme 2.0", "acme:tsv"),
    ]


def test_what_is_installed_later_is_found_and_what_is_gone_is_not(tmp_path: Path, cache: Cache) -> None:
    assert found(cache, tmp_path) == []
    info = declare(tmp_path, {"epoch.rules": {"acme": "acme:extension"}})
    assert [name for _, name, *_ in found(cache, tmp_path)] == ["acme"]
    (info / "entry_points.txt").unlink()
    info.rename(tmp_path / "gone")
    assert found(cache, tmp_path) == []


def test_nothing_is_read_again_while_no_folder_changes(tmp_path: Path, cache: Cache) -> None:
    site = tmp_path / "site"
    info = declare(site, {"epoch.rules": {"acme": "acme:extension"}})
    before = found(cache, site)
    (info / "entry_points.txt").write_text("")
    assert found(cache, site) == before != []


def test_of_two_of_one_distribution_the_first_on_the_path_counts(tmp_path: Path, cache: Cache) -> None:
    for number, name in enumerate(("epoch_acme", "Epoch.Acme")):
        group = {"epoch.rules": {"acme": f"acme{number}:extension"}}
        declare(tmp_path / str(number), group, distribution=name, version=f"{number}.0")
    assert [target for *_, target in found(cache, tmp_path / "0", tmp_path / "1")] == ["acme0:extension"]
    assert [target for *_, target in found(cache, tmp_path / "1", tmp_path / "0")] == ["acme1:extension"]


def test_the_working_folder_is_not_where_things_are_installed(tmp_path: Path, cache: Cache) -> None:
    declare(tmp_path, {"epoch.rules": {"acme": "acme:extension"}})
    assert found(cache, tmp_path, here=str(tmp_path)) == []
    assert installed_entries([""], str(tmp_path), cache) == []


def test_what_is_broken_is_passed_over(tmp_path: Path, cache: Cache) -> None:
    declare(tmp_path, {"epoch.rules": {"acme": "acme:extension"}})
    (tmp_path / "~poch-1.0.dist-info").mkdir()
    (tmp_path / "file.dist-info").write_text("")
    odd = tmp_path / "odd.dist-info"
    odd.mkdir()
    (odd / "entry_points.txt").write_bytes(b"[epoch.rules\n= \xff\nname\n# a = b\n[epoch.rules]\nok = m:o\n")
    entries = found(cache, tmp_path, tmp_path / "nowhere", tmp_path / "file.dist-info")
    assert ("rules", "acme", "epoch-acme 1.0", "acme:extension") in entries
    assert ("rules", "ok", "odd", "m:o") in entries
