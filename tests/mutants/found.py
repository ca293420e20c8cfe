"""What can be mutated in the three packages, and the source of a mutant: the operators are those of Cosmic Ray."""

from __future__ import annotations

import ast
import difflib
import random
import re
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice
from pathlib import Path
from typing import Any, Final

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.provider import OperatorProvider

ROOT: Final = Path(__file__).resolve().parents[2]
PACKAGES: Final = ("document", "reading", "validation")

_LEFT_OUT: Final = {
    # they need names of variables to work with
    "VariableReplacer",
    "VariableInserter",
    # whether equal words and small numbers are the same object is a matter of the interpreter, and they mostly are
    "ReplaceComparisonOperator_Eq_Is",
    "ReplaceComparisonOperator_Is_Eq",
    "ReplaceComparisonOperator_NotEq_IsNot",
    "ReplaceComparisonOperator_IsNot_NotEq",
}
_OPERATORS: Final = {name: OperatorProvider()[name] for name in OperatorProvider() if name not in _LEFT_OUT}
_NAME: Final = re.compile(r"(epoch_cli/\S+):(\d+):(\d+) (\w+)#(\d+) ")
_COMPOUND: Final = ("comparison", "factor", "not_test", "test", "except_clause", "decorator")
_NO_OPERATION: Final = frozenset("()[]{},.:=;@") | {"->", ":=", "..."}


@dataclass(frozen=True)
class Mutant:
    """One change: the operator's occurrence (from 0) in a file, and where that is (line from 1, column from 0)."""

    path: str
    line: int
    column: int
    operator: str
    occurrence: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column} {self.operator}#{self.occurrence}"

    @property
    def module(self) -> str:
        """The name that the module is imported by."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @cached_property
    def source(self) -> str | None:
        """The mutated text of the file; None when it is no program, or the same one as far as a test can tell."""
        mutated = mutate_code(_text(self.path), _OPERATORS[self.operator](), self.occurrence)
        if mutated is None:
            return None
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                compile(mutated, self.path, "exec")
        except (SyntaxError, ValueError):
            return None
        return None if _meaning(mutated) == _meaning_of(self.path) else str(mutated)

    @property
    def difference(self) -> str:
        """What was changed, as a diff."""
        lines = difflib.unified_diff(
            _text(self.path).splitlines(), (self.source or "").splitlines(), self.path, str(self), lineterm="", n=2
        )
        return "\n".join(lines)


def sample(size: int, seed: int, only: str = "") -> Iterator[Mutant]:
    """So many mutants, or all when there are fewer, of files with `only` in their path; no two at the same place.

    A place is drawn first and then one of its mutants: an operator that could be replaced by eleven others would
    otherwise be drawn eleven times as often as a condition that could be negated.
    """
    drawn = random.Random(seed)
    places = [place for path in _files() if only in path for place in _places(path)]
    drawn.shuffle(places)
    mutants = (drawn.choice(place) for place in places)
    return islice((mutant for mutant in mutants if mutant.source is not None), size)


def named(line: str) -> Mutant | None:
    """The mutant whose name stands at the beginning of a line; None when there is none."""
    match = _NAME.match(line)
    return Mutant(match[1], int(match[2]), int(match[3]), match[4], int(match[5])) if match else None


@cache
def code_lines(path: str) -> frozenset[int]:
    """The lines of a file that anything can run through."""
    waiting: list[Any] = [compile(_text(path), path, "exec")]
    found: set[int] = set()
    while waiting:
        code = waiting.pop()
        found.update(line for _, _, line in code.co_lines() if line)
        waiting += [constant for constant in code.co_consts if hasattr(constant, "co_lines")]
    return frozenset(found)


def _files() -> Iterator[str]:
    for package in PACKAGES:
        for path in sorted((ROOT / "epoch_cli" / package).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix()


def _places(path: str) -> list[list[Mutant]]:
    """The mutants of a file, by the place that they change and what they change there."""
    seen: Counter[str] = Counter()
    found: defaultdict[Any, list[Mutant]] = defaultdict(list)
    operators = [(name, kind()) for name, kind in _OPERATORS.items()]
    for node in ast_nodes(get_ast(_text(path))):
        if not _can_change(node):
            continue
        for name, operator in operators:
            for begin, end in operator.mutation_positions(node):
                found[begin, end, name.partition("_")[0]].append(Mutant(path, *begin, name, seen[name]))
                seen[name] += 1
    return list(found.values())


def _can_change(node: Any) -> bool:
    """Whether any operator has something to do here: a question that is asked of each node once, and not by each."""
    if node.type == "operator":
        return node.value not in _NO_OPERATION
    return node.type in {"keyword", "number"} or node.type in _COMPOUND or node.type.endswith("_stmt")


@cache
def _text(path: str) -> str:
    return (ROOT / path).read_text("utf-8")


@cache
def _meaning_of(path: str) -> str:
    return _meaning(_text(path))


def _meaning(text: str) -> str:
    return ast.dump(_Meaning().visit(ast.parse(text)))


class _Meaning(ast.NodeTransformer):
    """Takes out what no test can tell: annotations, docstrings, what type checkers alone read, slots (memory alone)."""

    def visit_arguments(self, node: ast.arguments) -> Any:
        node.args = [*node.posonlyargs, *node.args, *node.kwonlyargs]  # its `*` and `/` are no operators
        node.defaults += [default for default in node.kw_defaults if default is not None]
        node.posonlyargs, node.kwonlyargs, node.kw_defaults = [], [], []
        return self.generic_visit(node)

    def visit_arg(self, node: ast.arg) -> Any:
        node.annotation = None
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> Any:
        node.returns = None
        return self.generic_visit(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> Any:
        node.returns = None
        return self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> Any:
        node.annotation = ast.Constant(None)
        return self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> Any:
        slots = any(isinstance(target, ast.Name) and target.id == "__slots__" for target in node.targets)
        return None if slots else self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> Any:
        return None if isinstance(node.value, ast.Constant) else self.generic_visit(node)

    def visit_If(self, node: ast.If) -> Any:
        typing_only = any(isinstance(part, ast.Name) and part.id == "TYPE_CHECKING" for part in ast.walk(node.test))
        return None if typing_only else self.generic_visit(node)

    def visit_keyword(self, node: ast.keyword) -> Any:
        return None if node.arg == "slots" else self.generic_visit(node)
