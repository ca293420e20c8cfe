"""Names of components, types and variables: identifiers of TypeScript, no two alike."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Final

from epoch_cli.document.canonical import compact

IDENTIFIER: Final = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*", re.ASCII)
_TAKEN: Final = frozenset({
    # what the module imports or uses, and what no type or variable can be called
    "Array", "Boolean", "ChangeEvent", "Context", "FormEvent", "Fragment", "JSX", "MouseEvent", "Object", "React",
    "Record", "String", "SyntheticEvent", "URL", "address", "any", "arguments", "as", "async", "await", "boolean",
    "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do", "else", "enum",
    "eval", "export", "extends", "false", "finally", "for", "from", "function", "if", "implements", "import", "in",
    "instanceof", "interface", "let", "never", "new", "null", "number", "object", "of", "package", "page", "private",
    "protected", "public", "return", "static", "string", "super", "switch", "symbol", "this", "throw", "true", "try",
    "type", "typeof", "undefined", "unknown", "var", "void", "while", "with", "yield",
})  # fmt: skip
_LONGEST: Final = 40


class Names:
    """Gives names of one module away."""

    def __init__(self) -> None:
        self._taken = set(_TAKEN)
        self._numbers: dict[str, int] = {}

    def type(self, source: str, otherwise: str) -> str:
        """A name of the words of a text, `LoginForm` of `login-form`; `otherwise` where that has none or is taken."""
        stem = _joined(source) or otherwise
        stem = f"{stem}{otherwise}" if stem in self._taken and stem != otherwise else stem
        name = _free(stem, self._taken, self._numbers.get(stem, 1))
        self._numbers[stem] = int(name.removeprefix(stem) or 1)
        self._taken.add(name)
        return name


def local(source: str, taken: Container[str]) -> str:
    """A name of a variable, which begins with a small letter; `taken` are those around it."""
    name = _joined(source) or "Entry"
    name = name[0].lower() + name[1:]
    return _free(f"{name}1" if name in _TAKEN else name, taken)


def _free(stem: str, taken: Container[str], number: int = 1) -> str:
    name = stem if number == 1 else f"{stem}{number}"
    while name in taken:
        number += 1
        name = f"{stem}{number}"
    return name


def key(name: str) -> str:
    """A key of an object or type."""
    return name if IDENTIFIER.fullmatch(name) else compact(name)


def member(name: str) -> str:
    """A member after its object."""
    return f".{name}" if IDENTIFIER.fullmatch(name) else f"[{compact(name)}]"


def _joined(source: str) -> str:
    """The words of a text that letters of ASCII have, each with a capital; empty for none."""
    made = ""
    for word in re.findall(r"[A-Za-z0-9]+", source.replace("'", "")):
        if made and len(made) + len(word) > _LONGEST:
            break
        made += word[0].upper() + word[1:]
    return made[:_LONGEST] if made[:1].isalpha() else ""
