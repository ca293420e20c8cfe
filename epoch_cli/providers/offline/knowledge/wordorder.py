"""Languages that say first what a thing holds and only then what it is, brought to the order that is read.

"名前とメールのあるフォーム"      →  フォーム, with 名前 and メール
"売上、解約率の指標"              →  metrics: 売上, 解約率
"列は品種、搾乳量"                →  columns: 品種, 搾乳量
"商品カードを3枚表示"             →  3 商品カード

The words between a thing and what it holds are data of the language (table `order`, explained in its file), and so are
its nouns. Such languages write no spaces, so that everything is found by characters; what is known stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from epoch_cli.providers.offline.knowledge.joints import HELD, Joints
from epoch_cli.providers.offline.knowledge.phrasebook import SPACELESS, WORD

_ENDS = re.compile(r"([.!?](?=\s|$)|[:;]|\n?[\uf000-\uf0ff]|\n)")
"""What ends a sentence; the order is never changed across it."""

_LISTING = frozenset(
    {"button", "link", "column", "metric", "tab", "plan", "lane", "question", "step", "option", "field"}
)
"""Kinds whose noun stands for all that is listed before it: "profile, billing and notifications" of tabs."""

_TOPIC, _PAGE = "topic", "page"
_OPENING = frozenset({"section", _TOPIC, _PAGE})
"""What holds other things."""

_PLACES = frozenset({"section", _PAGE, "region", "panel"})
_SIDE_BY_SIDE = re.compile(r"(?<=[\ue400-\ue7ff])\s+(?=[\ue400-\ue7ff])")
"""Two quotations without anything between them are a list."""

_QUOTES = re.compile(r"[\ue400-\ue7ff\s]+")

_LONGEST, _MOST_JOINTS = 400, 8
"""Characters of a sentence that is brought to another order, and joints that are tried in it, from its end."""

Rows = Iterable[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class _Head:
    """A noun of the language: its kind, and the word that stands for several, empty when none does."""

    kind: str
    several: str


@dataclass(slots=True)
class WordOrder:
    """The table `order` of a language, with its nouns and the names of its topics; without it no text is changed."""

    joints: Joints = field(default_factory=Joints)
    heads: Mapping[str, _Head] = field(default_factory=dict)
    endings: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()
    flags: frozenset[str] = frozenset()
    opens: str = ""
    numbers: Sequence[str] = ()
    form: str = ""

    @classmethod
    def of(cls, tables: Mapping[str, Any]) -> WordOrder:
        """Out of all tables of a language; empty when it has no table `order`."""
        order = tables.get("order")
        if not order:
            return cls()
        nouns, topics = tables.get("noun", ()), tables.get("topic", ())
        topic_heads = {word: _Head(_TOPIC, "") for row in topics for word in row["words"]}
        noun_heads = {word: head for row in reversed(list(nouns)) for word, head in _heads(row)}
        endings = {word for row in nouns for word in row.get("endings", ())} | set(topic_heads)
        fields = {word for name in ("field", "group") for row in tables.get(name, ()) for word in row["words"]}
        things = {word for row in tables.get("thing", ()) for word in row["words"]}
        rows = [row for entries in tables.values() if isinstance(entries, list) for row in entries]
        known = [*(word for row in rows for word in row.get("words", ())), *order.get("whole", ())]
        flags = [word for entries in tables.get("flags", {}).values() for word in entries]
        return cls(
            joints=Joints.of(order, flags, known),
            heads={**topic_heads, **noun_heads},
            endings=frozenset(endings),
            known=frozenset(fields - things),
            flags=frozenset(flags),
            opens=tables["separators"]["with"][0],
            numbers=order.get("numbers", ()),
            form=order.get("form", ""),
        )

    def read(self, text: str) -> str:
        """A text in the order that is read; as it is without such a table, or in a script that has spaces."""
        if not self.opens or SPACELESS.search(text) is None:
            return text
        parts = _ENDS.split(text)
        for number in range(0, len(parts), 2):
            part = self.joints.patterns["starts"].sub("", parts[number])
            lists = parts[number + 1 : number + 2] == [":"]
            parts[number] = f" {self._opened(part) if lists else self._sentence(part)} "
        return "".join(parts)

    # ------------------------------------------------------------ sentences

    def _opened(self, text: str) -> str:
        """What stands before a colon: "page with tabs" for `ページのタブ`, else as any sentence."""
        *before, last = self.joints.split("of", text)
        head = self.heads.get(last.strip())
        if len(before) == 1 and head is not None and head.several and self._opens(before[0]):
            return f"{self._sentence(before[0])} {self.opens} {head.several}"
        return self._sentence(text)

    def _sentence(self, text: str) -> str:
        """One sentence: without what only asks for it, its thing first and then what it holds."""
        if len(text) > _LONGEST or SPACELESS.search(text) is None:
            return text
        text = self._counted(self.joints.without_end(_SIDE_BY_SIDE.sub(", ", text)))
        about = self.joints.first("topic", text) or self._place(text)
        if about is not None and about.start():
            return self._told(text[: about.start()], text[about.end() :])
        text = self._flagged(text)
        parted = self._parted(text)
        if parted is None:
            return ", ".join(self._listed(text))
        held, thing, enters = parted
        name, *others = self._entries(thing)
        head = self._head(name)
        if enters and self.form and head is not None and head.kind == _PAGE:
            name = self.form if name.strip() in self.heads else f"{name} {self.form}"
        joined = "".join(f", {entry}" for entry in self._listed(", ".join(others))) if others else ""
        return f"{name} {self.opens} {', '.join(self._listed(held))}{joined}"

    def _place(self, text: str) -> re.Match[str] | None:
        """Where a part of the screen ends that the rest stands in: "フォーム*に*名前とメール"."""
        return next((match for match in self.joints.all("at", text) if self._is_place(text[: match.start()])), None)

    def _is_place(self, text: str) -> bool:
        head = self._head(text)
        told = len(self._entries(text)) > 1 or self.joints.patterns["object"].search(text)
        return head is not None and head.kind in _PLACES and not told

    def _flagged(self, text: str) -> str:
        """What is said of a whole list, said of each: "A required, B required" for `AとBを必須に`."""
        match = self.joints.patterns["flagged"].search(text)
        if match is None:
            return text
        return ", ".join(f"{entry} {match['flag']}" for entry in self._entries(text[: match.start()]))

    def _told(self, name: str, said: str) -> str:
        """What is told of a thing: "columns: …", "name required"."""
        if not said.strip() or said.strip() in self.flags:
            return f"{name} {said.strip()}"
        *_, last = self.joints.split("of", name)
        head = self._head(last)
        told = self._listed(self._flagged(said))
        if head is not None and head.several and (len(told) > 1 or head.kind != "field"):
            name = head.several
        return f"{name}: {', '.join(told)}"

    def _parted(self, text: str) -> tuple[str, str, bool] | None:
        """What a thing holds, the thing with what follows it, and whether it is entered there; None without such."""
        for match in reversed(self._holding(text)[-_MOST_JOINTS:]):
            held, thing = text[: match.start()], text[match.end() :]
            told = bool(held.strip() and thing.strip(" ,"))
            if told and self._opens(self._entries(thing)[0]) and self._is_held(held, match):
                return held, thing, self.joints.patterns["enters"].match(match[0].strip()) is not None
        for match in reversed(self.joints.all("of", text)[-_MOST_JOINTS:]):
            held, thing = text[: match.start()], text[match.end() :]
            head = self._head(thing) if len(self._entries(thing)) == 1 and held.strip() else None
            if head is None or head.kind not in _OPENING or not self._is_list(held):
                continue
            if head.kind == "section" or held.strip() not in self.known:  # "学校の時間割" is a timetable of a school
                return held, thing, False
        return None

    def _holding(self, text: str) -> list[re.Match[str]]:
        """Where something is said to hold what stands before: by a known phrase, or by any deed with an object."""
        known = self.joints.all("holds", text)
        places = {match.start() for match in (*known, *self.joints.all("of", text))}
        deeds = [match for match in self.joints.patterns["deed"].finditer(text) if match.start() not in places]
        return sorted([*known, *deeds], key=lambda match: match.start())

    def _is_held(self, text: str, joint: re.Match[str]) -> bool:
        """Whether a thing holds what is done there: `名前を入力する` does, `釣果を記録する` is what it is about."""
        does = self.joints.patterns["object"].match(joint[0].strip()) is not None
        return not does or self._is_list(text) or self._head(text) is not None or bool(_QUOTES.fullmatch(text))

    def _is_list(self, text: str) -> bool:
        """Whether a text is what a thing holds, and not what it is about."""
        last = text.strip()
        only = any(last.endswith(flag) for flag in self.flags)
        told = len(self._entries(text)) > 1 or only or last in self.known or self._counts(last)
        return told or bool(self.joints.all("has", text))

    # ------------------------------------------------------------ lists

    def _listed(self, text: str) -> list[str]:
        """The entries of a list; those before a noun that stands for several are its own."""
        told: list[str] = []
        plain: list[str] = []
        for entry in self._entries(self.joints.without_end(text)):
            made, takes = self._entry(entry, plain)
            if takes:
                plain.clear()
            head = self._head(made)
            told += [*plain, made] if takes or (head is not None and head.kind != _TOPIC) else []
            if told[-1:] == [made]:
                plain.clear()
            else:
                plain.append(made)
        return [*told, *plain]

    def _entry(self, entry: str, before: Sequence[str]) -> tuple[str, bool]:
        """One entry in the order that is read, and whether it takes those that stand before it."""
        has = self.joints.first("has", entry)
        if has is not None and (head := self._head(entry[: has.start()])) is not None and head.several:
            return f"{head.several}: {entry[has.end() :].strip()}", False
        parted = next(self._halves(entry), None)
        if parted is None:
            head, quoted = self._head(entry), bool(before) and all(_QUOTES.fullmatch(text) for text in before)
            noun = re.sub(f"[{HELD}\\s]", "", entry)
            if head is not None and head.several and quoted and noun in self.heads:
                held = "".join(char for char in entry if re.match(f"[{HELD}]", char))
                return f"{head.several}: {', '.join([*before, held])}", True
            return entry, False
        first, noun, head, holds = parted
        if head.several and head.kind in _LISTING and (before or head.kind != "field"):
            label = noun.strip() if len(before) == 0 else head.several
            return (f"{first} {label}" if not before else f"{label}: {', '.join([*before, first])}"), bool(before)
        if holds or (head.kind == "section" and before):
            return f"{noun} {self.opens} {', '.join([*before, first])}", True
        return f"{first} {noun}", False

    def _halves(self, entry: str) -> Iterator[tuple[str, str, _Head, bool]]:
        """What stands before and behind the last joint that a noun follows, and whether the noun holds it."""
        holding = self._holding(entry)
        for match in (*holding[: -_MOST_JOINTS - 1 : -1], *self.joints.all("of", entry)[: -_MOST_JOINTS - 1 : -1]):
            first, noun = entry[: match.start()].strip(), entry[match.end() :].strip()
            head = self._head(noun)
            if head is not None and first and (head.kind != _TOPIC or match in holding):
                yield first, noun, head, match in holding and self._is_held(first, match)

    def _entries(self, text: str) -> list[str]:
        return [entry.strip() for entry in self.joints.split("and", text) if entry.strip()] or [text]

    # ------------------------------------------------------------ words

    def _head(self, text: str) -> _Head | None:
        """The noun that a text ends in: a word of its own, or the end of a longer one."""
        text = re.sub(f"[{HELD}\\s]+$", "", text).strip()
        for start in range(len(text)):
            head = self.heads.get(text[start:])
            if head is not None and (text[start:] in self.endings or _begins_word(text, start)):
                return head
        return None

    def _opens(self, text: str) -> bool:
        """Whether a text names a part of a screen, which holds other things."""
        head = self._head(text)
        return head is not None and head.kind in _OPENING

    def _counted(self, text: str) -> str:
        """Numbers in front of what they count: "3 cards" for `カードを3枚` and `カード3枚`; none before a list."""
        text = self.joints.patterns["styled"].sub(lambda match: f"{match[1]}{match[3]}{match['deed']}", text)
        text = self.joints.patterns["behind"].sub(
            lambda match: f"{self._number(match)} {match['thing']}{match['joint'] or ''}", text
        )
        return self.joints.patterns["before"].sub(lambda match: self._of_several(match, text), text)

    def _of_several(self, match: re.Match[str], text: str) -> str:
        """A number before its noun: left out where the list before it is counted."""
        listed = match["of"] and len(self._entries(text[: match.start()])) > 1
        return match["of"] if listed else f"{match['of'] or ''} {self._number(match)} "

    def _number(self, match: re.Match[str]) -> int:
        return int(match["digits"]) if match["digits"] else self.numbers.index(match["said"]) + 1

    def _counts(self, text: str) -> bool:
        """Whether a text is a number of parts: "3 plans"."""
        head = self._head(text)
        return text[:1].isdecimal() and head is not None and bool(head.several)


def _heads(row: Mapping[str, Any]) -> Iterator[tuple[str, _Head]]:
    several = row.get("plurals", [""])[0]
    head = _Head(_PAGE if row.get("shape") == _PAGE else row["kind"], several)
    for word in (*row["words"], *row.get("plurals", ()), *row.get("endings", ())):
        yield word, head


def _begins_word(text: str, place: int) -> bool:
    """Whether a word of one script begins here."""
    return any(match.start() == place for match in WORD.finditer(text))
