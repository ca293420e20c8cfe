"""The README's examples are run as they stand there."""

from __future__ import annotations

import contextlib
import io
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

from epoch_cli import Draft, load_catalog
from epoch_cli.config.cache import Cache
from epoch_cli.config.keys import KeyStore
from epoch_cli.config.settings import load_settings
from epoch_cli.config.source import check_config, parse_toml
from epoch_cli.errors import ExitCode
from epoch_cli.linting.check import check
from epoch_cli.linting.settings import LintSettings, selection
from epoch_cli.output.reports import make_report
from epoch_cli.output.rules import family_table
from epoch_cli.providers.base import UsagePart
from epoch_cli.providers.constraints import kind_for
from epoch_cli.providers.opening import Surroundings, open_provider
from epoch_cli.providers.prices import cost_of, load_prices
from epoch_cli.providers.table import load_table
from epoch_cli.reading.rules import RULES as HEALING
from epoch_cli.validation import FAMILIES
from epoch_cli.validation.inspector import inspector_of

README = (Path(__file__).resolve().parents[2] / "README.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def named_block(language: str, name: str) -> str:
    """The block that begins with a comment that names its file."""
    (found,) = (block for block in blocks(language) if block.startswith(f"# {name}\n"))
    return found


def test_the_python_example_prints_what_its_comments_say() -> None:
    (example,) = blocks("python")
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(example, "README.md", "exec"), {})
    printed = said.getvalue().splitlines()
    assert printed[:3] == re.findall(r"^ *# (False .*|True)$", example, re.MULTILINE)
    assert printed[3] == "1 /root"


def test_every_rule_of_healing_is_in_the_table() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| (lossless|lossy) \| (.*) \|$", README, re.MULTILINE)
    assert rows == [(name, rule.grade, rule.explanation) for name, rule in HEALING.items()]


def test_the_table_of_constraints_is_what_the_rows_say() -> None:
    table = load_table()
    held: dict[str | None, list[str]] = {"gbnf": [], "lark": [], "json_schema": [], None: []}
    for row in table.providers.values():
        held[kind_for(row)].append(row.title)
    for model in table.models:
        if model.grammar == "lark":
            held["lark"].append(f"{table.providers[model.provider].title} ({model.id})")
    lines = README.partition("| provider | is held to |\n")[2].splitlines()[1:5]
    assert [line.split(" | ")[0].removeprefix("| ") for line in lines] == [", ".join(names) for names in held.values()]


def test_the_preset_example_extends_the_built_in_one(tmp_path: Path) -> None:
    example = named_block("toml", "acme.toml")
    path = tmp_path / "acme.toml"
    path.write_text(example, "utf-8")
    catalog = load_catalog(path)
    draft = Draft(catalog)
    assert draft.propose(
        {"op": "add", "path": "/root", "value": {"type": "Rating", "props": {"label": "Stars"}}}
    ).accepted
    unnamed = draft.propose({"op": "remove", "path": "/root/props/label"})
    assert [finding.code for finding in unnamed.diagnostics] == ["EP801"]


def test_the_configuration_example_is_read(tmp_path: Path) -> None:
    (tmp_path / "epoch.toml").write_text(named_block("toml", "epoch.toml"), "utf-8")
    settings = load_settings(tmp_path, {}, cache=Cache(tmp_path / "cache"))
    assert settings.budget == "foundation"
    assert selection(settings.rules).counts("EP816")
    assert not selection(settings.rules).counts("EP815")
    ((glob, rows),) = settings.per_file
    assert glob == "ui/legacy/**"
    assert not selection(rows).counts("EP403")
    assert not selection(rows).counts("EP301")


def test_the_provider_of_ones_own_is_opened_as_shown(tmp_path: Path) -> None:
    example = named_block("toml", "config.toml")
    data = check_config(parse_toml(example.encode(), tmp_path / "config.toml"), "config.toml", user=True)
    own = {"providers": data["providers"], "file": "config.toml"}
    keys = KeyStore(tmp_path / "keys.json")
    surroundings = Surroundings({"ACME_API_KEY": "sk-1"}, keys, date(2026, 11, 21), own=own)
    provider = open_provider(data["provider"], None, surroundings)
    assert (provider.name, provider.model) == ("acme", "acme-large")
    assert surroundings.table().provider("acme").key_command == "pass show acme"


def test_the_providers_models_and_prices_of_the_examples_go_together(tmp_path: Path) -> None:
    (more,) = (block for block in blocks("toml") if block.startswith("[[models]]"))
    text = named_block("toml", "config.toml") + more
    own = check_config(parse_toml(text.encode(), tmp_path), "config.toml", user=True)
    table = load_table({**own, "file": "config.toml"})
    large = table.find_model("large")
    assert table.default_model(table.provider("acme")) == large
    price = load_prices(own).find(table.provider("acme"), large.id, date(2026, 12, 1))
    assert cost_of(UsagePart(1_000_000, 1_000_000), price) == Decimal("2.5")


def test_the_finding_shown_is_what_the_command_prints() -> None:
    (shown,) = (block for block in blocks("text") if block.startswith("error[EP403]"))
    text = '{\n  "root": {\n    "type": "Card",\n    "props": {\n      "padding": "16px"\n    }\n  }\n}\n'
    catalog = load_catalog()
    held_to = LintSettings(inspector_of(catalog, catalog.profile("strict"), catalog.models))
    report = check("login.json", text.encode(), held_to)
    assert make_report("full").file(report).strip() == shown.strip()


def test_the_table_of_rules_is_the_one_that_the_rules_make() -> None:
    (table,) = re.findall(r"^<!-- rules: .*? -->\n(.*?)\n<!-- /rules -->$", README, re.MULTILINE | re.DOTALL)
    assert table == family_table()
    assert [row.split("|")[1].strip() for row in table.splitlines()[2:]] == list(FAMILIES)


def test_every_exit_code_is_in_the_table() -> None:
    (table,) = re.findall(r"^\| exit code \|.*?(?=\n\n)", README, re.MULTILINE | re.DOTALL)
    told = {int(number) for row in table.splitlines()[2:] for number in re.findall(r"\d+", row.split("|")[1])}
    assert told == {int(code) for code in ExitCode}
