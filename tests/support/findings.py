"""Findings and reports on files as tests of their output write them, tame and hostile."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from epoch_cli.document.metrics import Metrics
from epoch_cli.linting.report import FileReport
from epoch_cli.output.reports import make_report
from epoch_cli.validation import RULES, Diagnostic, Severity
from epoch_cli.validation.diagnostics import Fix


def finding(code: str = "EP301", message: str = "no such prop", **more: Any) -> Diagnostic:
    """A finding with the name and the severity that its rule has."""
    rule = RULES[code]
    return Diagnostic(code, **{"severity": rule.severity, "message": message, "pointer": "", "rule": rule.name, **more})


def fix(grade: Any = "lossless", message: str = "rename it") -> Fix:
    """A fix of a grade."""
    return Fix("nearest-prop", grade, message, ({"op": "move", "from": "/root/props/a", "path": "/root/props/b"},))


def written(form: str, *reports: FileReport, color: bool = False) -> str:
    """A whole report in a form."""
    writer = make_report(form, color=color)
    return "".join([*map(writer.file, reports), writer.close()])


PAIRS = "\x1b[31mred\x1b[0m", "::error::x", "%0A%25", "]]>", "<a b='c'>&amp;\"", "[x](http://evil)", "a\r\nb\u2028c"
HOSTILE = st.text(st.characters(categories=None), max_size=30) | st.sampled_from([*PAIRS, "\ud800", "\ufffe\uffff\x00"])
"""Any text that Python can hold, with what means something to one of the readers."""

FIXES = st.builds(
    Fix, HOSTILE, st.sampled_from(["lossless", "lossy"]), HOSTILE,
    st.lists(st.fixed_dictionaries({"op": st.just("add"), "path": HOSTILE, "value": HOSTILE}), max_size=2).map(tuple),
)  # fmt: skip
FINDINGS = st.builds(
    finding, st.sampled_from(sorted(RULES)), HOSTILE, severity=st.sampled_from(Severity), pointer=HOSTILE, hint=HOSTILE,
    line=st.integers(0, 3), column=st.integers(0, 130), fix=st.none() | FIXES,
)  # fmt: skip
REPORTS = st.lists(
    st.builds(
        FileReport, HOSTILE.filter(bool), st.sampled_from(["document", "patches", "session"]),
        st.lists(FINDINGS, max_size=3), st.booleans(), st.dictionaries(st.integers(1, 3), HOSTILE),
        st.none() | st.builds(Metrics, nodes=st.integers(0, 9)), st.integers(0, 3),
    ),
    max_size=3,
)  # fmt: skip
"""Reports on files that did their worst."""


def paired(value: Any) -> Any:
    """The value with every two half characters that stand together made the one that they are in UTF-16, as in JSON."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    if isinstance(value, dict):
        return {paired(key): paired(item) for key, item in value.items()}
    return [paired(item) for item in value] if isinstance(value, (list, tuple)) else value
