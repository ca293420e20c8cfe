"""Plugins: the example one is used for all that it brings, and broken ones cost nothing but themselves."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from support.command import Command, Inside, Result
from support.nodes import page, text
from support.plugins import install, install_example, rule

SHOUTED = {"root": {"type": "Text", "text": "SALE NOW"}}
PROBLEM = 'return [Problem("/root/text", "too loud", "be quiet")]'
FOUND = "a.json:1:35: AC001 warning: too loud (be quiet)\n"
OURS = json.dumps({"type": "Headline", "text": "Sign up"})


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the example plugin is installed."""
    return install_example(tmp_path_factory.mktemp("example"))


@pytest.fixture
def plugged(epoch: Command, example: Path) -> Command:
    """The command beside the example plugin."""
    epoch.environment["PYTHONPATH"] = str(example)
    (epoch.work / "a.json").write_text(json.dumps(SHOUTED))
    return epoch


@pytest.fixture
def site(site: Path, inside: Inside) -> Path:
    """A folder on the import path of the command in this process, beside a file to check."""
    (inside.work / "a.json").write_text(json.dumps(SHOUTED))
    return site


def run(command: Command, *arguments: str) -> Result:
    """A run whose session is not read again here, where the plugin is not installed."""
    with command.start(*arguments) as process:
        out, err = process.communicate(timeout=60)
    return Result(process.returncode, out, err)


# ---------------------------------------------------------------- what the example brings


def test_the_rule_finds_and_the_repair_mends(plugged: Command) -> None:
    found = plugged("validate", "a.json")
    assert found.out.decode() == "a.json:1:35: XM001 warning: “SALE NOW” is shouted (write it in small letters)\n"
    assert (found.code, found.said) == (0, ["1 file checked, 1 finding: 1 warning", "1 fixable with --fix"])
    assert plugged("validate", "a.json", "--fix", "-q").code == 0
    assert json.loads((plugged.work / "a.json").read_text()) == {"root": {"type": "Text", "text": "Sale now"}}


def test_the_rule_is_in_sarif_as_ours_are(plugged: Command) -> None:
    arguments = ("--output-format", "sarif", "-o", "a.sarif", "--output-format", "json")
    done = plugged("validate", "a.json", *arguments, "--select", "shouting-text", "--fail-on", "warning")
    assert done.code == 1
    (log,) = json.loads((plugged.work / "a.sarif").read_text())["runs"]
    (result,) = log["results"]
    listed = log["tool"]["driver"]["rules"][result["ruleIndex"]]
    assert result["ruleId"] == listed["id"] == "XM001"
    assert listed["shortDescription"] == {"text": "texts are not written in capitals alone"}
    assert [each["code"] for each in json.loads(done.out)["files"][0]["diagnostics"]] == ["XM001"]


def test_the_provider_writes_and_the_rule_is_asked_at_the_end(plugged: Command) -> None:
    done = plugged("gen", "HELLO THERE", "-p", "echo")
    assert (done.code, [line["value"] for line in done.lines]) == (0, [{"type": "Text", "text": "HELLO THERE"}])
    assert "/root/text: XM001 warning: “HELLO THERE” is shouted (write it in small letters)" in done.said
    assert "written by: echo (writes the prompt back)" in done.said
    assert plugged("gen", "HELLO THERE", "-p", "ecko").said == [
        (
            "epoch: no provider 'ecko'; did you mean 'echo'? there are offline, anthropic, openai, google, ollama, "
            "openrouter, cloudflare, vercel, llamacpp, vllm, lmstudio, groq, mistral, deepseek, echo"
        )
    ]


def test_a_repair_of_a_refused_patch_is_judged_again_and_recorded(plugged: Command) -> None:
    done = run(plugged, "gen", OURS, "-p", "echo")
    assert [line["value"]["type"] for line in done.lines] == ["Text"]
    (session,) = plugged.sessions()
    events = [json.loads(line) for line in session.read_text().splitlines()]
    (repair,) = (event["repair"] for event in events if event["event"] == "repair")
    assert repair == {
        "name": "example/our-words",
        "grade": "lossless",
        "pointer": "/root/type",
        "message": "our-words of example",
    }
    assert any("example epoch-example 1.2.0" in name for name in events[0]["settings"]["rules"]["added"])
    checked = plugged("replay", "last", "--check")
    assert (checked.code, checked.out) == (0, b"")


def test_the_reader_is_a_format_of_runs_and_of_replays(plugged: Command) -> None:
    done = plugged("gen", "Hello", "-p", "echo", "--format", "count", "-q")
    counted = dict(line.split("\t") for line in done.out.decode().splitlines())
    assert (counted["run_started"], counted["patch_accepted"], counted["text"]) == ("1", "1", "2")
    assert plugged("replay", "last", "--format", "count", "-q").out == done.out
    written = plugged("apply", "-", "--format", "count", "-o", "n.tsv", "-q", stdin=done.out)
    assert written.code == 6


def test_doctor_and_rules_list_them(plugged: Command) -> None:
    shown = json.loads(plugged("doctor", "--output-format", "json").out)
    assert shown["extensions"] == [
        {"kind": kind, "name": name, "origin": "epoch-example 1.2.0", "state": "ok"}
        for kind, name in (("provider", "echo"), ("reader", "count"), ("repair", "example"), ("rule", "example"))
    ]
    assert shown["problems"] == []
    listed = plugged("rules").out.decode()
    assert "XMxx example: rules of epoch-example 1.2.0\n" in listed
    assert "  XM001  shouting-text" in listed
    assert "fix: lossless (--fix)" in plugged("rules", "XM001").out.decode()


LOADED = """
import sys
from epoch_cli.__main__ import main
try:
    main()
finally:
    print(*sys.modules, file=sys.stderr)
"""


def loaded(command: Command, *arguments: str) -> set[str]:
    """What a command imports, of the plugin and of what finds and runs plugins."""
    beside = Command(command.home, command.work, command.environment, (sys.executable, "-c", LOADED))
    assert beside(*arguments).code == 0  # the second time what is installed is known
    modules = beside(*arguments).said[-1].split()
    return {name for name in modules if name.startswith(("epoch_example.", "epoch_cli.extensions.", "importlib.meta"))}


def test_nothing_is_imported_that_is_not_used(epoch: Command, example: Path) -> None:
    (epoch.work / "a.json").write_text(json.dumps(page(text())))
    finding = {f"epoch_cli.extensions.{name}" for name in ("entries", "gathered", "installed")}
    assert loaded(epoch, "validate", "a.json") == finding
    epoch.environment["PYTHONPATH"] = str(example)
    brought = {name for name in loaded(epoch, "validate", "a.json") if name.startswith("epoch_example")}
    assert brought == {"epoch_example.rules"}
    brought = {name for name in loaded(epoch, "gen", "x", "-p", "echo") if name.startswith("epoch_example")}
    assert brought == {"epoch_example.rules", "epoch_example.provider"}


# ---------------------------------------------------------------- broken ones

AT_LOAD: Mapping[str, tuple[str, str]] = {
    "no-module": ("import nothing_of_that_name", "ModuleNotFoundError: No module named 'nothing_of_that_name'"),
    "syntax": ("def", "SyntaxError: invalid syntax"),
    "raises": ("raise ValueError('a\\x1b[31m\\nb')", r"ValueError: a\x1b[31m\nb"),
    "exits": ("import sys; sys.exit(3)", "it called sys.exit(3)"),
    "no-object": ("other = 1", "AttributeError: module"),
    "rubbish": ("extension = 1", "TypeError: expected RuleExtension, got int"),
    "ours": (rule("return []", code="EP301"), "ValueError: EP301 is Epoch's own"),
    "no-code": (rule("return []", code="ac1"), "ValueError: ac1 is no code"),
    "name": (rule("return []", name="unknown-prop"), "ValueError: AC001 unknown-prop: the name or the code is taken"),
    "words": (rule("return []", name="Not A Name"), "ValueError: AC001: the name 'Not A Name' is not"),
}


@pytest.mark.parametrize("case", AT_LOAD)
def test_a_plugin_that_cannot_be_loaded_is_left_out(case: str, inside: Inside, site: Path) -> None:
    module, said = AT_LOAD[case]
    before = inside("validate", "a.json")
    install(site, "rules", module)
    done = inside("validate", "a.json")
    assert (done.code, done.out) == (before.code, before.out)
    line, *rest = done.said
    assert line.startswith(f"epoch: the rule acme (epoch-acme 1.0) failed to load: {said}")
    assert line.endswith("; it is left out: update epoch-acme, or uninstall it; EPOCH_TRACEBACK=1 shows where")
    assert rest == before.said


WHEN_ASKED: Mapping[str, tuple[str, str]] = {
    "raises": ("raise KeyError('x')", "failed in its rule AC001: KeyError: 'x'"),
    "exits": ("import sys; sys.exit()", "failed in its rule AC001: it called sys.exit(None)"),
    "half": ("yield Problem('/root', 'a'); 1 / 0", "failed in its rule AC001: ZeroDivisionError: division by zero"),
    "text": ("return ['a']", "failed in its rule AC001: TypeError: expected a Problem, got str"),
    "number": ("return 5", "failed in its rule AC001: TypeError: 'int' object is not iterable"),
    "pointer": ("return [Problem('root', 'a')]", "failed in its rule AC001: PointerError: "),
    "fields": ("return [Problem('/root', 5)]", "failed in its rule AC001: TypeError: a Problem has a pointer"),
}


@pytest.mark.parametrize("case", WHEN_ASKED)
def test_a_rule_that_fails_is_told_once_and_finds_nothing(case: str, inside: Inside, site: Path) -> None:
    body, said = WHEN_ASKED[case]
    (inside.work / "b.json").write_text(json.dumps(SHOUTED))
    install(site, "rules", rule(body))
    done = inside("validate", "a.json", "b.json")
    assert (done.code, done.out) == (0, b"")
    line, *rest = done.said
    assert line.startswith(f"epoch: the rule acme (epoch-acme 1.0) {said}")
    assert rest == ["2 files checked, no findings"]


def test_a_traceback_is_shown_to_who_wants_one(inside: Inside, site: Path) -> None:
    install(site, "rules", rule("return 1 / 0"))
    inside.command.environment["EPOCH_TRACEBACK"] = "1"
    said = inside("validate", "a.json").said
    assert said[0] == "Traceback (most recent call last):"
    assert any(line.strip().startswith(f'File "{site}') for line in said)
    assert [line for line in said if line.startswith("epoch: the rule acme")]


@pytest.mark.parametrize(
    "printing",
    ["print('debug')", "import sys; sys.stdout.buffer.write(b'debug')", "import os; os.write(1, b'debug\\n')"],
)
def test_what_a_plugin_prints_never_reaches_stdout(printing: str, inside: Inside, site: Path) -> None:
    module = f"{printing}\n{rule(f'{printing}; {PROBLEM}')}"
    install(site, "rules", module)
    done = inside("validate", "a.json")
    assert done.out.decode() == FOUND
    assert any("debug" in line for line in done.said)


def test_a_rule_gets_a_copy_and_its_text_is_made_visible(inside: Inside, site: Path) -> None:
    body = 'document["root"]["text"] = "b"; return [Problem("/root/text/9", "a\\x1b[31m\\u202eb" + "x" * 900)]'
    install(site, "rules", rule(body))
    done = inside("validate", "a.json", "--fix", "--output-format", "concise")
    assert done.out.startswith(rb"a.json:1:35: AC001 warning: a\x1b[31m\u202ebxxx")
    assert len(done.out) < 600
    assert json.loads((inside.work / "a.json").read_text()) == SHOUTED


def test_many_workers_find_the_same_and_tell_a_failure_once(epoch: Command, tmp_path: Path) -> None:
    site = tmp_path / "site"
    install(site, "rules", rule(f'if document["root"]["text"] == "A 7": raise ValueError\n    {PROBLEM}'))
    epoch.environment["PYTHONPATH"] = str(site)
    for number in range(70):
        (epoch.work / f"{number}.json").write_text(json.dumps({"root": {"type": "Text", "text": f"A {number % 10}"}}))
    one, several = (epoch("validate", ".", "--jobs", jobs) for jobs in ("1", "3"))
    assert one.out == several.out
    assert one.out.count(b"AC001") == 63
    assert one.said == several.said
    assert sum(line.startswith("epoch: the rule acme") for line in several.said) == 1


def test_two_of_one_name_and_two_of_the_same_letters(inside: Inside, site: Path) -> None:
    install(site, "rules", rule(PROBLEM), distribution="epoch-a")
    install(site, "rules", rule("return []", name="other"), distribution="epoch-b")
    install(site, "rules", rule("return []", name="third"), name="beside", distribution="epoch-c")
    done = inside("validate", "a.json")
    assert done.out.decode() == FOUND
    assert [line.partition("; it is")[0] for line in done.said[:2]] == [
        "epoch: the rule acme (epoch-b 1.0) has the name of the rule acme (epoch-a 1.0)",
        "epoch: the rule beside (epoch-c 1.0) failed to load: ValueError: AC001: AC are the letters of epoch-a 1.0",
    ]


# ---------------------------------------------------------------- rules as ours


def test_severities_suppressions_and_selections_know_rules_of_plugins(inside: Inside, site: Path) -> None:
    install(site, "rules", rule(PROBLEM))
    config = inside.work / "epoch.toml"
    config.write_text('[rules.severity]\nacme = "error"\n')
    assert inside("validate", "a.json").code == 1
    config.write_text('[rules]\nignore = ["AC001"]\n')
    assert inside("validate", "a.json").out == b""
    config.write_text("")
    assert inside("validate", "a.json", "--ignore", "all").out == b""
    assert inside("validate", "a.json", "--select", "AC").out.decode() == FOUND
    quiet = {**SHOUTED, "metadata": {"epoch": {"ignore": ["acme-rule"]}}}
    (inside.work / "a.json").write_text(json.dumps(quiet))
    assert inside("validate", "a.json").out == b""


def test_a_project_may_name_rules_of_plugins_that_are_not_here(inside: Inside) -> None:
    quiet = {"root": {"type": "Text", "text": "a"}, "metadata": {"epoch": {"ignore": ["AC001"]}}}
    (inside.work / "a.json").write_text(json.dumps(quiet))
    (inside.work / "epoch.toml").write_text('[rules]\nignore = ["AC001"]\n[rules.severity]\nXY002 = "error"\n')
    assert (inside("validate", "a.json").code, inside("validate", "a.json").out) == (0, b"")
    assert inside("validate", "a.json", "--select", "AC001").said[0].startswith('epoch: no rule is called "AC001"')
    assert inside("validate", "a.json", "--ignore", "AC001").code == 2


# ---------------------------------------------------------------- repairs

MENDS = """
from epoch_cli.extensions import RepairExtension

def mend(document, code, pointer, catalog):
    {body}

extension = RepairExtension(name="acme", grade="{grade}", codes=["EP201"], mend=mend)
"""
LINE = json.dumps({"op": "add", "path": "/root", "value": {"type": "Zzz", "text": "hi", "props": {"size": "md"}}})


@pytest.mark.parametrize(
    ("body", "grade", "said"),
    [
        ("1 / 0", "lossless", "failed in its repair acme: ZeroDivisionError"),
        ("return 'abc'", "lossless", "failed in its repair acme: TypeError: expected at most 50"),
        ("return [{'op': 'remove', 'path': '/root'}]", "lossless", "failed in its repair acme: ValueError: /root is"),
        ("return [{'op': 'replace', 'path': '/root/x/y', 'value': 1}]", "lossless", "failed in its repair acme: P"),
        ("return [{'op': 'replace', 'path': pointer, 'value': 'Yyy'}]", "lossless", ""),  # still no component
        ("return [{'op': 'replace', 'path': pointer, 'value': 'Text'}]", "lossy", ""),  # not with --fix safe
    ],
)
def test_a_repair_that_is_none_leaves_the_refusal(body: str, grade: str, said: str, inside: Inside, site: Path) -> None:
    install(site, "repairs", MENDS.format(body=body, grade=grade))
    done = inside("apply", "-", stdin=LINE.encode())
    assert (done.code, done.out) == (1, b"")
    assert any("refused patch 1: /root/type: EP201" in line for line in done.said)
    assert [
        line for line in done.said if said and line.startswith(f"epoch: the repair acme (epoch-acme 1.0) {said}")
    ] or not said
