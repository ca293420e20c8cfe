"""What the help of a flag lists is what there is: formats, reports, exports, schemas."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import get_type_hints

from support.every_row import every_row

from epoch_cli.catalog.exports import FORMS
from epoch_cli.catalog.importing.reading import ORIGINS
from epoch_cli.cli.catalog import EXPORTS
from epoch_cli.cli.commands import HOMES
from epoch_cli.cli.commands.registry import COMMANDS
from epoch_cli.cli.formats import TEXT_OR_JSON
from epoch_cli.cli.schema import SCHEMAS
from epoch_cli.cli.validate import FAIL_ON
from epoch_cli.convert.formats import FORMATS
from epoch_cli.output.reports import FORMATS as REPORTS

for home in set(HOMES.values()):
    import_module(f"epoch_cli.cli.commands.{home}")

LISTED: dict[tuple[str, str], Sequence[str]] = {
    ("convert", "target"): [*FORMATS],
    ("validate", "output_format"): REPORTS,
    ("catalog check", "output_format"): REPORTS,
    ("catalog check", "fail_on"): [*FAIL_ON],
    ("validate", "fail_on"): [*FAIL_ON],
    ("schema", "kind"): [*SCHEMAS],
    ("catalog export", "kind"): [*EXPORTS],
    ("catalog import", "origin"): ORIGINS,
    ("catalog show", "form"): TEXT_OR_JSON,
    ("catalog diff", "form"): TEXT_OR_JSON,
}


def told(name: str, parameter: str) -> str:
    """The help of a command's parameter."""
    hints = get_type_hints(COMMANDS[name][0], include_extras=True)
    return str(hints[parameter].__metadata__[0].help)


def words(text: str) -> Iterable[str]:
    """What a sentence lists before it says what that is."""
    return re.split(r", | or ", re.split(r"[:;.](?: |$)", text)[0])


@every_row(("name", "parameter"), LISTED)
def test_the_help_lists_what_there_is(name: str, parameter: str) -> None:
    assert sorted(words(told(name, parameter))) == sorted(LISTED[name, parameter])


def test_the_help_of_a_run_names_formats_that_there_are() -> None:
    _, _, converted = told("gen", "form").partition("what convert writes: ")
    assert set(converted.removesuffix(", …").split(", ")) <= set(FORMATS)
    assert set(FORMS) <= set(re.findall(r"\w+", told("catalog export", "form")))
