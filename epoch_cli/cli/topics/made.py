"""The parts of topics that the code knows: each a function that gives Markdown, made of what it tells of.

Everything is imported inside them, so that a topic costs no more than what stands in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from epoch_cli.cli.topics.config_keys import project_keys, user_keys
from epoch_cli.cli.topics.event_fields import event_fields

if TYPE_CHECKING:
    from epoch_cli.errors import EpochError


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    r"""A table in Markdown; bars in cells become `\|`, line breaks spaces."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", r"\|")


def exit_codes() -> str:
    """Every exit code, with what it means and the errors that end a command so."""
    from epoch_cli.cli.commands.registry import MEANINGS
    from epoch_cli.errors import EpochError, ExitCode

    told: dict[ExitCode, list[str]] = {}
    for error in _below(EpochError):
        told.setdefault(error.exit_code, []).append((error.__doc__ or "").partition("\n")[0])
    rows = ((str(int(code)), MEANINGS[code], " ".join(told.get(code, ()))) for code in ExitCode)
    return table(("exit code", "meaning", "errors that end a command so"), rows)


def _below(kind: type[EpochError]) -> Iterable[type[EpochError]]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)


def families() -> str:
    """What each family of rules catches."""
    from epoch_cli.output.rules import family_table

    return family_table()


def rules() -> str:
    """Every rule, with how bad it is and whether it refuses."""
    from epoch_cli.validation import RULES

    rows = ((rule.code, f"`{rule.name}`", str(rule.severity), rule.kind, rule.text) for rule in RULES.values())
    return table(("code", "name", "severity", "kind", "what is asked"), rows)


def recovery() -> str:
    """What is done when something goes wrong."""
    from epoch_cli.engine.recovery import as_markdown

    return as_markdown()


def healing() -> str:
    """The rules by which almost-JSON is mended."""
    from epoch_cli.reading.rules import RULES

    rows = ((f"`{name}`", rule.grade, rule.explanation) for name, rule in RULES.items())
    return table(("rule", "keeps", "what"), rows)


def screen_keys() -> str:
    """Every key of the screen."""
    from epoch_cli.tui.keys import markdown_table

    return markdown_table()


def providers() -> str:
    """The built-in providers: where a key is looked for, what is asked by default."""
    from epoch_cli.providers.table import load_table

    known = load_table()
    rows = []
    for row in known.providers.values():
        model = known.default_model(row)
        asked = model.id if model else row.model or "the first that it lists"
        key = ", ".join(f"`{name}`" for name in row.key_variables) or "none"
        rows.append((f"`{row.name}`", row.title, key, asked))
    return table(("name", "what it is", "key", "model by default"), rows)


def constraints() -> str:
    """What each provider can be held to."""
    from epoch_cli.providers.constraints import kind_for
    from epoch_cli.providers.table import load_table

    known = load_table()
    held: dict[str | None, list[str]] = {kind: [] for kind in _HELD_TO}
    for row in known.providers.values():
        held[kind_for(row)].append(row.title)
    for model in known.models:
        if model.grammar == "lark":
            held["lark"].append(f"{known.providers[model.provider].title} ({model.id})")
    return table(("provider", "is held to"), ((", ".join(names), _HELD_TO[kind]) for kind, names in held.items()))


_HELD_TO: Mapping[str | None, str] = {
    "gbnf": "a grammar of lines of patches, as GBNF",
    "lark": "the same grammar, as the Lark of a custom tool",
    "json_schema": 'a JSON Schema of `{"patches": […]}`: a node an operation, null for what is absent',
    None: "nothing",
}


def presets() -> str:
    """The built-in design systems."""
    from epoch_cli.catalog import load_catalog
    from epoch_cli.config.paths import presets_dir

    names = sorted(file.parent.name for file in presets_dir().glob("*/catalog.toml"))
    loaded = [load_catalog(name) for name in names if name != "base"]
    rows = ((f"`{each.name}`", str(len(each.components)), each.description) for each in loaded)
    return table(("name", "components", "what it is"), rows)


def profiles() -> str:
    """The budget profiles of the default design system."""
    from epoch_cli.catalog import load_catalog
    from epoch_cli.catalog.components import NO_LIMIT

    caps = ("score", "depth", "children", "nodes", "string", "bindings", "handlers", "patches")
    rows = []
    for profile in load_catalog().profiles.values():
        values = (getattr(profile, cap) for cap in caps)
        rows.append((f"`{profile.name}`", *("-" if value == NO_LIMIT else str(value) for value in values)))
    return table(("profile", *caps), rows)


def formats() -> str:
    """The formats of others, with what each can."""
    from epoch_cli.convert.formats import FORMATS

    def can(home: str) -> str:
        return "yes" if home else ""

    rows = ((f"`{row.name}`", row.title, can(row.read), can(row.write), can(row.stream)) for row in FORMATS.values())
    return table(("format", "is", "in", "out", "as it grows"), rows)


def reports() -> str:
    """The values of `--output-format`."""
    from epoch_cli.output.reports import FORMATS

    return ", ".join(f"`{name}`" for name in FORMATS)


def variables() -> str:
    """The variables of the environment that set a value of the configuration."""
    from epoch_cli.config.settings import VARIABLES

    return table(("variable", "sets"), ((f"`{name}`", f"`{key}`") for name, key in VARIABLES.items()))


def provider_variables() -> str:
    """The variables of the environment that hold keys and addresses."""
    from epoch_cli.providers.table import load_table

    rows = []
    for row in load_table().providers.values():
        rows += [(f"`{name}`", f"the key of {row.title}") for name in row.key_variables]
        rows += [(f"`{row.base_variable}`", f"where {row.title} is")] if row.base_variable else []
    return table(("variable", "holds"), rows)


def library() -> str:
    """The names of the library, each with the first line of what it says of itself."""
    import epoch_cli

    return table(("name", "what it is"), ((f"`{name}`", _first_line(epoch_cli, name)) for name in epoch_cli.__all__))


def _first_line(package: object, name: str) -> str:
    named = getattr(package, name)
    said = named.__doc__ if isinstance(named, type) or callable(named) else ""
    return (said or "").partition("\n")[0] or "a union of types"


def session_format() -> str:
    """The version of the session format."""
    from epoch_cli.events.kinds import FORMAT

    return f"The version of the format is {FORMAT}."


PARTS: Mapping[str, Callable[[], str]] = {
    "config-keys": project_keys,
    "constraints": constraints,
    "event-fields": event_fields,
    "exit-codes": exit_codes,
    "families": families,
    "formats": formats,
    "healing": healing,
    "library": library,
    "presets": presets,
    "profiles": profiles,
    "provider-variables": provider_variables,
    "providers": providers,
    "recovery": recovery,
    "reports": reports,
    "rules": rules,
    "screen-keys": screen_keys,
    "session-format": session_format,
    "user-keys": user_keys,
    "variables": variables,
}
"""What can stand in a topic as `<!-- made: PART -->`."""
