"""Tables that tests fill row by row, printed as Markdown below the tests' output.

    record_property("row", ["Faults", ("fault", "requests"), ("500", "4")])

Rows travel with the reports of the tests, so that it makes no difference whether several processes run them.
"""

from __future__ import annotations

from typing import Any

Row = tuple[str, ...]


def tables(stats: dict[str, list[Any]]) -> dict[tuple[str, Row], list[Row]]:
    """The rows by title and heading, in the order in which the tests have ended."""
    found: dict[tuple[str, Row], list[Row]] = {}
    for report in (report for reports in stats.values() for report in reports):
        if getattr(report, "when", None) != "call":
            continue
        for name, value in report.user_properties:
            if name == "row":
                title, heading, row = value
                found.setdefault((title, tuple(heading)), []).append(tuple(map(str, row)))
    return found


def markdown(heading: Row, rows: list[Row]) -> list[str]:
    """A table, line by line, its columns of one width."""
    widths = [max(map(len, column)) for column in zip(heading, *rows, strict=True)]
    ruler = tuple("-" * width for width in widths)
    return ["| " + " | ".join(map(str.ljust, row, widths)) + " |" for row in (heading, ruler, *rows)]


def write_tables(reporter: Any) -> None:
    """Print what the tests of this session have recorded."""
    for (title, heading), rows in tables(reporter.stats).items():
        reporter.section(title)
        for line in markdown(heading, rows):
            reporter.write_line(line)
