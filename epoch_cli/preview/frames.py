"""What a live page is told: frames, numbered from 1, each what changed since the one before, as JSON.

One thread shows, others read. Who comes new or falls far behind is given everything as it is now, so that no reader's
queue grows.

    {"root": operations, "side": operations, "page": about}     a difference; what did not change is left out
    {"whole": true, "root": tokens, "side": tokens, "page": about}

About the page there is `{"title", "lang", "dir"}`, the last where it is read from the right.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Mapping
from threading import Condition
from typing import Any, Final, NamedTuple

import orjson

from epoch_cli.preview.difference import Branch, difference, settled, tokens
from epoch_cli.preview.markup import Element

_MOST_KEPT: Final = 1 << 20
"""Bytes of frames that are kept for readers who are a little behind."""


class Frame(NamedTuple):
    """One frame.

    Attributes:
        number: it brings a reader up to this one.
        data: as JSON on one line; empty when there is nothing new, and only the end to tell.
        last: no more come.
    """

    number: int
    data: bytes
    last: bool


class Frames:
    """The frames of one page.

    Args:
        most_kept: bytes of them that are kept.
    """

    def __init__(self, most_kept: int = _MOST_KEPT) -> None:
        self._most_kept = most_kept
        self._news = Condition()
        self._kept: deque[tuple[int, bytes]] = deque()
        self._size = 0
        self._number = 0
        self._ended = False
        self._root, self._side = Branch("main", {}, ()), Branch("div", {}, ())
        self._page: dict[str, str] = {"title": ""}
        self._whole: tuple[int, bytes] = (-1, b"")

    # ---------------------------------------------------------------- showing

    def show(self, root: Element | None, side: Element, page: Mapping[str, str] | None) -> None:
        """Tell what there is now: the document's tree, the side bar's, and about the page. From one thread only.

        What is None is as it was.
        """
        new_root = self._root if root is None else settled(root)
        new_side, new_page = settled(side), self._page if page is None else dict(page)
        changed: dict[str, Any] = {
            "root": [] if root is None else difference(self._root, new_root),
            "side": difference(self._side, new_side),
            "page": new_page if new_page != self._page else {},
        }
        told = {name: value for name, value in changed.items() if value}
        if not told:
            return
        data = _json(told)
        with self._news:
            self._root, self._side, self._page = new_root, new_side, new_page
            self._number += 1
            self._keep(data)
            self._news.notify_all()

    def _keep(self, data: bytes) -> None:
        self._kept.append((self._number, data))
        self._size += len(data)
        while self._size > self._most_kept:
            self._size -= len(self._kept.popleft()[1])

    def end(self) -> None:
        """Nothing more comes."""
        with self._news:
            self._ended = True
            self._news.notify_all()

    # ---------------------------------------------------------------- reading

    def after(self, number: int, seconds: float) -> list[Frame]:
        """What a reader needs that has all up to `number` (0 for one that has nothing).

        Waits so many seconds for something new, and gives an empty list when nothing came.
        """
        with self._news:
            self._news.wait_for(lambda: self._ended or self._number > number, seconds)
            kept = [Frame(each, data, last=False) for each, data in self._kept if each > number]
            behind = self._number - number
            root, side, page, last, whole = self._root, self._side, self._page, self._ended, self._number
        if behind and (number == 0 or len(kept) < behind):
            kept = [Frame(whole, self._everything(whole, root, side, page), last=False)]
        if last:
            kept.append(Frame(max(number, whole), b"", last=True))
        return kept

    def _everything(self, number: int, root: Branch, side: Branch, page: dict[str, str]) -> bytes:
        """All there is, as JSON; made once for all readers that need the same."""
        made = self._whole
        if made[0] != number:
            told = {"whole": True, "root": tokens(root), "side": tokens(side), "page": page}
            made = self._whole = number, _json(told)
        return made[1]


def _json(told: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(told)
    except TypeError:  # half a character is no UTF-8: it is written as an escape
        return json.dumps(told, separators=(",", ":")).encode("ascii")
