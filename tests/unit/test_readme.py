"""The examples of README and of the topics of `epoch help`, other than commands, are what they say they are.

Commands are run in `tests/cli/test_examples_readme.py`.
"""

from __future__ import annotations

import contextlib
import io
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

from epoch_cli import Draft, load_catalog
from epoch_cli.cli.help import markdown_list
from epoch_cli.cli.topics import topic_text, topics
from epoch_cli.config.cache import Cache
from epoch_cli.config.keys import KeyStore
from epoch_cli.config.settings import load_settings
from epoch_cli.config.source import check_config, parse_toml
from epoch_cli.linting.check import check
from epoch_cli.linting.settings import LintSettings, selection
from epoch_cli.output.reports import make_report
from epoch_cli.providers.base import UsagePart
from epoch_cli.providers.opening import Surroundings, open_provider
from epoch_cli.providers.prices import cost_of, load_prices
from epoch_cli.providers.table import load_table
from epoch_cli.validation.inspector import inspector_of

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def blocks(language: str, text: str = README) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def named_block(language: str, name: str, text: str = README) -> str:
    """The block that begins with a comment that names its file."""
    (found,) = (block for block in blocks(language, text) if block.startswith(f"# {name}\n"))
    return found


# ---------------------------------------------------------------- README


def test_it_is_a_welcome_and_no_reference() -> None:
    assert len(README.splitlines()) <= 350


def test_the_python_example_prints_what_its_comments_say() -> None:
    (example,) = blocks("python")
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(example, "README.md", "exec"), {})
    printed = said.getvalue().splitlines()
    assert printed[:3] == re.findall(r"^ *# (False .*|True)$", example, re.MULTILINE)
    assert printed[3] == "1 /root"


def test_the_preset_example_extends_the_built_in_one(tmp_path: Path) -> None:
    path = tmp_path / "acme.toml"
    path.write_text(named_block("toml", "acme.toml"), "utf-8")
    catalog = load_catalog(path)
    draft = Draft(catalog)
    assert draft.propose(
        {"op": "add", "path": "/root", "value": {"type": "Rating", "props": {"label": "Stars"}}}
    ).accepted
    unnamed = draft.propose({"op": "remove", "path": "/root/props/label"})
    assert [finding.code for finding in unnamed.diagnostics] == ["EP801"]


def test_the_finding_shown_is_what_the_command_prints() -> None:
    (shown,) = (block for block in blocks("text") if block.startswith("error[EP403]"))
    text = '{\n  "root": {\n    "type": "Card",\n    "props": {\n      "padding": "16px"\n    }\n  }\n}\n'
    catalog = load_catalog()
    held_to = LintSettings(inspector_of(catalog, catalog.profile("strict"), catalog.models))
    report = check("login.json", text.encode(), held_to)
    assert make_report("full").file(report).strip() == shown.strip()


def test_all_topics_are_listed() -> None:
    shown = README.partition("<!-- topics: made by `epoch help --format md` -->\n")[2].partition("<!-- /topics -->")[0]
    assert shown == markdown_list(topics())


def test_all_providers_are_named() -> None:
    assert [row.title for row in load_table().providers.values() if row.title.split()[0] not in README] == []


def test_links_lead_to_files_that_are_there() -> None:
    for text in (README, (ROOT / "CONTRIBUTING.md").read_text("utf-8")):
        for address in re.findall(r"\]\(([^)#]+)\)", text):
            assert "://" in address or (ROOT / address).exists(), address


def test_what_the_readme_and_a_topic_both_show_is_the_same() -> None:
    """Whoever has only the command reads the topic: it is complete without README."""
    for language, topic in (("python", "python"), ("yaml", "ci"), ("text", "checking")):
        assert set(blocks(language)) <= set(blocks(language, topic_text(topic))), topic
    assert named_block("toml", "acme.toml") == named_block("toml", "acme.toml", topic_text("catalog"))


# ---------------------------------------------------------------- topics


def test_the_configuration_example_is_read(tmp_path: Path) -> None:
    (tmp_path / "epoch.toml").write_text(named_block("toml", "epoch.toml", topic_text("checking")), "utf-8")
    settings = load_settings(tmp_path, {}, cache=Cache(tmp_path / "cache"))
    assert settings.budget == "foundation"
    assert selection(settings.rules).counts("EP816")
    assert not selection(settings.rules).counts("EP815")
    ((glob, rows),) = settings.per_file
    assert glob == "ui/legacy/**"
    assert not selection(rows).counts("EP403")
    assert not selection(rows).counts("EP301")


def test_the_provider_of_ones_own_is_opened_as_shown(tmp_path: Path) -> None:
    example = named_block("toml", "config.toml", topic_text("providers"))
    data = check_config(parse_toml(example.encode(), tmp_path / "config.toml"), "config.toml", user=True)
    own = {"providers": data["providers"], "file": "config.toml"}
    keys = KeyStore(tmp_path / "keys.json")
    surroundings = Surroundings({"ACME_API_KEY": "sk-1"}, keys, date(2026, 11, 21), own=own)
    provider = open_provider(data["provider"], None, surroundings)
    assert (provider.name, provider.model) == ("acme", "acme-large")
    assert surroundings.table().provider("acme").key_command == "pass show acme"


def test_the_providers_models_and_prices_of_the_examples_go_together(tmp_path: Path) -> None:
    topic = topic_text("providers")
    (more,) = (block for block in blocks("toml", topic) if block.startswith("[[models]]"))
    text = named_block("toml", "config.toml", topic) + more
    own = check_config(parse_toml(text.encode(), tmp_path), "config.toml", user=True)
    table = load_table({**own, "file": "config.toml"})
    large = table.find_model("large")
    assert table.default_model(table.provider("acme")) == large
    price = load_prices(own).find(table.provider("acme"), large.id, date(2026, 12, 1))
    assert cost_of(UsagePart(1_000_000, 1_000_000), price) == Decimal("2.5")
