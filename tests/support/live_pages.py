"""Live pages as a browser follows them, without one: over a real connection, with the tree that they come to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPResponse
from typing import Any
from urllib.parse import urlsplit

from support.page_trees import carried_out, tree_of

from epoch_cli.preview.difference import Branch


@contextmanager
def asked(page: str, path: str = "", method: str = "GET", **headers: str) -> Iterator[HTTPResponse]:
    """What a server answers: `page` is the address of its page, `path` one below it, or from the top."""
    address = urlsplit(page)
    connection = HTTPConnection("127.0.0.1", address.port or 0, timeout=10)
    with closing(connection):
        connection.request(method, path if path.startswith("/") else address.path + path, headers=headers)
        with connection.getresponse() as response:
            yield response


class Reader:
    """Reads events as a browser does, and keeps the page that they make."""

    def __init__(self, response: HTTPResponse) -> None:
        self.response = response
        self.root, self.side = Branch("main", {}, ()), Branch("div", {}, ())
        self.title = ""
        self.numbers: list[int] = []
        self.whole: list[bool] = []

    def event(self) -> dict[str, str]:
        """The next event, its fields by name; a comment has the name of nothing."""
        fields: dict[str, str] = {}
        while line := self.response.readline().decode().rstrip("\n"):
            name, _, value = line.partition(":")
            fields[name] = value.strip()
        return fields

    def frame(self) -> bool:
        """Carry out the next frame; False at the end."""
        event = self.event()
        if event.get("event") != "frame":
            return event.get("event") != "end"
        self.numbers.append(int(event["id"]))
        told: dict[str, Any] = json.loads(event["data"])
        self.whole.append("whole" in told)
        for name in ("root", "side"):
            if "whole" in told:
                setattr(self, name, tree_of(told[name]))
            else:
                setattr(self, name, carried_out(getattr(self, name), told.get(name, [])))
        self.title = told.get("page", {}).get("title", self.title)
        return True


def followed(page: str) -> Reader:
    """A page to its end."""
    with asked(page, "events") as answer:
        reader = Reader(answer)
        while reader.frame():
            pass
    return reader
