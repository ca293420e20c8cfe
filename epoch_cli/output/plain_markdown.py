"""Markdown as plain text of a given width: what `epoch help TOPIC` prints.

As much of Markdown as our own texts use: headings, paragraphs, lists, tables and fenced code. What is code keeps its
lines, however long; everything else is wrapped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

_INDENT, _GAP = "  ", "  "
_ITEM = re.compile(r"(- |\d+\. )")
_RULER = re.compile(r"\|( *:?-+:? *\|)+")
_LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
_STRONG = re.compile(r"(\*\*?)(?=\S)(.+?)(?<=\S)\1")
_CODE = re.compile(r"(`[^`]*`)")


def plain(markdown: str, width: int) -> str:
    """The text in lines of at most `width` columns, code and words that are longer aside; ends in a line feed."""
    blocks = (_drawn(block, width) for block in _blocks(markdown))
    return "\n\n".join(filter(None, blocks)) + "\n"


def _blocks(markdown: str) -> Iterator[list[str]]:
    """The lines of each heading, paragraph, list, table and fence."""
    block: list[str] = []
    fenced = False
    for line in [*markdown.splitlines(), ""]:
        begins = line.startswith("```")
        if fenced or begins:
            if begins and not fenced:
                yield block
                block = []
            block.append(line)
            fenced = fenced != begins
        elif not line.strip():
            yield block
            block = []
        elif line.startswith("#"):
            yield block
            yield [line]
            block = []
        else:
            block.append(line)
    yield block


def _drawn(lines: Sequence[str], width: int) -> str:
    first = lines[0] if lines else ""
    if first.startswith("```"):
        return "\n".join(f"{_INDENT * 2}{line}".rstrip() for line in lines[1:-1])
    if first.startswith("#"):
        return _words(first.lstrip("#").strip())
    if first.startswith("|"):
        return _table(lines, width)
    if first.startswith("<"):
        return ""
    return "\n".join(_wrapped(item, width) for item in _items(lines))


def _items(lines: Iterable[str]) -> list[str]:
    """The entries of a list, each on one line; a paragraph is one."""
    items: list[str] = []
    for line in lines:
        if not items or _ITEM.match(line):
            items.append(line)
        else:
            items[-1] = f"{items[-1].rstrip()} {line.strip()}"
    return items


def _wrapped(text: str, width: int) -> str:
    mark = _ITEM.match(text)
    before = _INDENT + " " * (len(mark[0]) if mark else 0)
    return _filled(_words(text), width, _INDENT, before)


def _filled(text: str, width: int, first: str, others: str) -> str:
    lines = wrap(
        text, width, initial_indent=first, subsequent_indent=others, break_long_words=False, break_on_hyphens=False
    )
    return "\n".join(lines)


def _words(text: str) -> str:
    """A text without its marks: those of code stay, as they say where a name begins and ends."""
    pieces = _CODE.split(_LINK.sub(_told_link, text))
    return "".join(piece if piece.startswith("`") else _STRONG.sub(r"\2", piece) for piece in pieces)


def _told_link(found: re.Match[str]) -> str:
    label, address = found[1], found[2]
    return f"{label} ({address})" if "://" in address else label


# ---------------------------------------------------------------- tables


def _table(lines: Sequence[str], width: int) -> str:
    """The rows with their cells under each other, each wrapped in its column; as entries where that is too wide."""
    rows = [_cells(line) for line in lines if not _RULER.fullmatch(line.strip())]
    many = max(map(len, rows))
    head, *rows = [row + [""] * (many - len(row)) for row in rows]
    widths = _widths([head, *rows], width - len(_INDENT) - len(_GAP) * (many - 1))
    if not widths:
        return "\n".join(_entry(head, row, width) for row in rows)
    above = [head, ["-" * size for size in widths]] if any(head) else []
    return "\n".join(line for row in [*above, *rows] for line in _row(row, widths))


def _cells(line: str) -> list[str]:
    r"""The texts between the bars; `\|` is no bar."""
    return [_words(cell.strip().replace(r"\|", "|")).replace("`", "") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def _widths(rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """How wide each column is: as its longest cell, or less where the widest are narrowed to fit.

    None when a word would have to be broken.
    """
    columns = list(zip(*rows, strict=True))
    widths = [max(map(len, column)) for column in columns]
    least = [max(len(word) for cell in column for word in cell.split() or [""]) for column in columns]
    while sum(widths) > room:
        wide = [at for at, size in enumerate(widths) if size > least[at]]
        if not wide:
            return []
        widths[max(wide, key=widths.__getitem__)] -= 1
    return widths


def _row(row: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    cells = [_filled(cell, size, "", "").split("\n") for cell, size in zip(row, widths, strict=True)]
    for at in range(max(map(len, cells))):
        parts = (cell[at] if at < len(cell) else "" for cell in cells)
        yield (_INDENT + _GAP.join(f"{part:<{size}}" for part, size in zip(parts, widths, strict=True))).rstrip()


def _entry(head: Sequence[str], row: Sequence[str], width: int) -> str:
    """A row as its first cell, and below it the others, each behind the name of its column."""
    first, *others = row
    told = (f"{name}: {cell}" for name, cell in zip(head[1:], others, strict=True) if cell)
    before = _INDENT * 2
    return "\n".join(
        [_filled(first, width, _INDENT, before), *(_filled(cell, width, before, before + _INDENT) for cell in told)]
    )
