"""No regular expression of the package takes long over a text that was made to make it take long.

Python's `re` goes back and tries again: `(a+)+` takes years over thirty characters, `a*a+` hours over a megabyte, and a
document, an answer or a file of the project may be one. So every call of `re` is found in the source, its pattern
worked out in its module, and tried as that module uses it on texts made of the pattern's own parts: what stands before
a repetition, then what is repeated a great many times, then what it does not take.
"""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import epoch_cli
from epoch_cli.catalog.pattern_tree import CHARACTERS, REPEATS, ascii_taken, class_parts, is_endless, parse_pattern

PACKAGE = Path(epoch_cli.__file__).parent
CALLS = ("compile", "match", "search", "sub", "subn", "split", "findall", "finditer", "fullmatch")
CALLED = re.compile(rf"\bre\.(?:{'|'.join(CALLS)})\(")
WHOLE = frozenset({"match", "fullmatch"})
SIZES = ((18, 0.003), (160, 0.02), (6_400, 0.1))
"""Characters, and the seconds that they may take: 18 find what doubles with each, 160 a cube, 6 400 a square."""
_GROWN = 2.7
"""A line doubles where the text does, a square is four times as much."""
NOT_TAKEN = "\x00"
MOST_TEXTS = 14
COMPOSER = "providers/offline/"
"""It reads the first 3 000 characters of a prompt: there a square is a fraction of a second at most."""

BOUNDED = {
    "preview/style_sheet.py": "the style sheets of the package itself",
    "preview/script.py": "the scripts of the package itself",
    "validation/rules/raw_values.py": "values of 200 characters at most",
    "cli/topics/event_fields.py": "the docstrings of the package itself",
}
"""Modules whose patterns see no text from anywhere else."""


class Found(NamedTuple):
    """A pattern, where it is, and how it is used: from the beginning of a text, or anywhere in it."""

    pattern: re.Pattern[Any]
    module: str
    anywhere: bool


def patterns() -> tuple[list[Found], int]:
    """The patterns of the package, each once; and how many calls have one that only running them would give."""
    found: dict[tuple[Any, int, bool], Found] = {}
    unknown = 0
    for file in sorted(PACKAGE.rglob("*.py")):
        text = file.read_text("utf-8")
        if CALLED.search(text) is None:
            continue
        module = file.relative_to(PACKAGE)
        for names, call in calls_of(ast.parse(text)):
            pattern = value_of(call, module)
            if pattern is None:
                unknown += 1
                continue
            anywhere = is_anywhere(call, names, text)
            found.setdefault((pattern.pattern, pattern.flags, anywhere), Found(pattern, module.as_posix(), anywhere))
    return list(found.values()), unknown


def calls_of(tree: ast.Module) -> Iterator[tuple[list[str], ast.Call]]:
    """The calls of `re`, each with the names that its value is given in the module."""
    for statement in tree.body:
        names = names_in(statement)
        for node in ast.walk(statement):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CALLS:
                owner = node.func.value
                if isinstance(owner, ast.Name) and owner.id == "re":
                    yield names, node


def names_in(node: ast.stmt) -> list[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]


def value_of(call: ast.Call, module: Path) -> re.Pattern[Any] | None:
    """The pattern of a call, worked out among the names of its module; None where it is made of names of a function."""
    where = ".".join(("epoch_cli", *module.with_suffix("").parts)).removesuffix(".__init__")
    arguments = [*call.args[:1], *(call.args[1:] if call.func.attr == "compile" else [])]  # type: ignore[attr-defined]
    flags = [each.value for each in call.keywords if each.arg == "flags"]
    try:
        values = [
            eval(compile(ast.Expression(each), str(module), "eval"), vars(import_module(where)))
            for each in (*arguments, *flags)
        ]
    except NameError:
        return None
    return re.compile(*values)


def is_anywhere(call: ast.Call, names: list[str], text: str) -> bool:
    """Whether a pattern is looked for; one that only other modules use is taken for one that is matched."""
    used = {call.func.attr} - {"compile"}  # type: ignore[attr-defined]
    for name in names:
        used.update(re.findall(rf"\b{name}\b(?:\[[^\]]*\])?\.(\w+)\(", text))
    return bool(used - WHOLE & set(CALLS)) and not used <= WHOLE


# ---------------------------------------------------------------- texts against a pattern


def texts_against(pattern: re.Pattern[Any]) -> list[tuple[str, str]]:
    """What to begin with, and what to repeat then."""
    repeated: list[tuple[str, str]] = []
    whole = sample(parse_pattern(pattern), repeated, "")
    alone = [("", again) for _, again in repeated]
    mixed = [(before, one + other) for (before, one), (_, other) in pairwise(repeated)]
    # what is looked for fails at each place again: the texts without a beginning come first
    wanted = dict.fromkeys((*repeated, ("", whole), *alone, *mixed))
    return [each for each in wanted if 0 < len(each[1]) < 200][:MOST_TEXTS]


def sample(parts: Iterable[Any], repeated: list[tuple[str, str]], before: str) -> str:
    """A text that parts match, nearly always; adds each of their repetitions, with what stands before it."""
    made = ""
    for kind, value in parts:
        name = str(kind)
        if name in CHARACTERS:
            made += letters(name, value)[0]
        elif name in REPEATS:
            least, most, inner = value
            again = sample(inner, repeated, before + made)
            if is_endless(most) or most > 8:
                inside = list(inner)
                one = len(inside) == 1 and str(inside[0][0]) in CHARACTERS
                takes = letters(str(inside[0][0]), inside[0][1]) if one else [again]
                repeated += [(before + made, each) for each in takes]
            made += again * min(max(least, 1), 64)
        elif name == "BRANCH":
            options = [sample(option, repeated, before + made) for option in value[1]]
            made += options[0]
        elif name in {"SUBPATTERN", "ATOMIC_GROUP"}:
            made += sample(value if name == "ATOMIC_GROUP" else value[3], repeated, before + made)
        elif name in {"ASSERT", "ASSERT_NOT"}:
            sample(value[1], repeated, before + made)
    return made


def letters(kind: str, value: Any) -> list[str]:
    """Up to three characters that one part takes, those first that many parts do."""
    taken = ascii_taken(class_parts(kind, value))
    return [each for each in "a0 -\n.{\"/A:<\\(=,'" if ord(each) in taken][:3] or [chr(min(taken, default=0x2192))]


# ---------------------------------------------------------------- time


def use_of(found: Found) -> Callable[[Any], Any]:
    if found.anywhere:
        return lambda text: sum(1 for _ in found.pattern.finditer(text))
    return found.pattern.fullmatch


def slow_text(found: Found) -> str:
    """The text that a pattern takes too long over, and how long; empty where there is none.

    On a machine that is slow, all take long: but twice the text no more than twice as long.
    """
    use = use_of(found)
    for before, again in texts_against(found.pattern):
        for size, most in SIZES[: 2 if found.module.startswith(COMPOSER) else 3]:
            half, whole = (against(found, before, again, length) for length in (size // 2, size))
            if seconds(use, whole) > most and (took := least(use, whole)) > max(most, _GROWN * least(use, half)):
                return f"{before!r} and {size} of {again!r}: {took:.3f} s"
    return ""


def against(found: Found, before: str, again: str, size: int) -> Any:
    text = before + again * (size // len(again) + 1) + NOT_TAKEN
    return text.encode("utf-8") if isinstance(found.pattern.pattern, bytes) else text


def least(use: Callable[[Any], Any], text: Any) -> float:
    return min(seconds(use, text) for _ in range(3))


def seconds(use: Callable[[Any], Any], text: Any) -> float:
    began = time.process_time()
    use(text)
    return time.process_time() - began


def test_no_pattern_is_slow_on_texts_made_against_it() -> None:
    found, unknown = patterns()
    assert len(found) > 300
    assert unknown < 60  # made of rows of presets or of what a function is given: the composer's, and `is_quick`'s
    slow = {
        f"{each.module}: {each.pattern.pattern!r}": told
        for each in found
        if each.module not in BOUNDED and (told := slow_text(each))
    }
    assert slow == {}


def test_the_texts_find_what_doubles_and_what_is_a_square() -> None:
    slow = (r"(?:[ \t]+|#[^\n]*)*", r"(\w+\s?)*;")
    assert all(slow_text(Found(re.compile(each), "", anywhere=False)) for each in slow)
    assert slow_text(Found(re.compile(r"(-?\d*\.?\d+)px"), "", anywhere=False))
    assert not slow_text(Found(re.compile(r"(-?(?:\d++(?:\.\d++)?|\.\d++))px"), "", anywhere=False))


# ---------------------------------------------------------------- those of the pages

SCRIPT = re.compile(
    r"(?<=[(,=:!&|?])\s*+/(?![/*])((?:\\.|\[(?:\\.|[^\]\\\n])*+\]|[^/\\\[\n])++)/([dgimsuvy]*+)(?=\s*+[.,;)])"
)
"""A regular expression as JavaScript writes one, where a value may stand."""
TRIED = """
const slow = [];
for (const [source, flags, texts] of JSON.parse(require("fs").readFileSync(0, "utf8"))) {
  const pattern = new RegExp(source, flags);
  for (const text of texts) {
    const began = process.hrtime.bigint();
    pattern.lastIndex = 0;
    pattern.test(text);
    if (process.hrtime.bigint() - began > 200_000_000n) slow.push([source, text.slice(0, 20)]);
  }
}
console.log(JSON.stringify(slow));
"""


def slow_in_scripts(found: list[tuple[str, str]]) -> Any:
    """Which expressions take a fifth of a second over a text of 30 000 characters that was made against them."""
    rows = []
    for source, flags in found:
        pairs = texts_against(re.compile(source, re.IGNORECASE if "i" in flags else 0))
        texts = [before + again * (30_000 // len(again)) + NOT_TAKEN for before, again in pairs or [("", "a")]]
        rows.append((source, flags, texts))
    done = subprocess.run(["node", "-e", TRIED], input=json.dumps(rows), capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.skipif(shutil.which("node") is None, reason="node runs what browsers run")
def test_no_pattern_of_a_pages_script_is_slow() -> None:
    scripts = [file.read_text("utf-8") for file in sorted(PACKAGE.rglob("*.js"))]
    found = [(each[1], each[2]) for script in scripts for each in SCRIPT.finditer(script)]
    assert found
    assert sum(script.count(".test(") + script.count("new RegExp") for script in scripts) == len(found)
    assert slow_in_scripts(found) == []
    assert slow_in_scripts([(r"[a-z]+;", "")])  # a square: more would take hours
