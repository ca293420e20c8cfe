"""What a batch is to do: lines of a file or of stdin, all of them checked before the first is asked."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import orjson

from epoch_cli.document import Document
from epoch_cli.errors import UnreadableError, UsageError
from epoch_cli.nearest import did_you_mean
from epoch_cli.reading.strict_json import NotStrictError, parse_strict

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
_NO_WORD = re.compile(r"[^a-z0-9]+")
_LONGEST_NAME = 40


class Item(NamedTuple):
    """One line.

    Attributes:
        id: names its result.
        prompt: what to build.
        base: a document to start from, or the name of one as for `--base`; None for none.
        provider, model: who is asked; None as the flags say.
        system: extra text for the system prompt; None as the flags say.
        digest: of all that but the id: another prompt under the same id is other work.
    """

    id: str
    prompt: str
    base: str | Document | None = None
    provider: str | None = None
    model: str | None = None
    system: str | None = None
    digest: str = ""


_TEXTS = ("prompt", "provider", "model", "system")
_FIELDS = ("id", "prompt", "base", "provider", "model", "system")


def read_items(name: str, text: str) -> list[Item]:
    """The items of a text: on each line an object with `prompt`, a JSON string, or plain text; empty lines are passed.

    Where a line has no id, its first words and a digest of it are one, so that it stays the same when lines are put
    in before it.

    Args:
        name: of the file, for errors.
        text: all of it.

    Raises:
        UnreadableError: a line begins as JSON and is none.
        UsageError: a line lacks its prompt, has a field that is not known, or an id that cannot be used; or there is
            no line.
    """
    items: list[Item] = []
    ids: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            place = f"{name}:{number}"
            item = _item(place, _row(place, line.strip()), ids)
            folded = item.id.casefold()  # some file systems know no capitals
            if folded in ids:
                raise UsageError(
                    f"{place}: the id {item.id!r} is that of line {ids[folded]}", remedy="each needs its own"
                )
            ids[folded] = number
            items.append(item)
    if not items:
        raise UsageError(
            f"{name}: there is no prompt", remedy='write one a line, as text or as {"prompt": "login form"}'
        )
    return items


def _row(place: str, line: str) -> Mapping[str, Any]:
    """A line as an object."""
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        if line[0] in '{"':
            raise UnreadableError(f"{place}: is not JSON ({error})", remedy="one object or text a line") from None
        return {"prompt": line}
    if isinstance(value, dict):
        return _strict(place, line)
    if isinstance(value, list):
        raise UsageError(f"{place}: is a list", remedy="one object or text a line")
    return {"prompt": value if isinstance(value, str) else line}


def _strict(place: str, line: str) -> Mapping[str, Any]:
    """An object of which nothing would be lost by reading it (decision 17)."""
    try:
        row: Mapping[str, Any] = parse_strict(line)
    except NotStrictError as error:
        raise UnreadableError(f"{place}: {error.what}", remedy="one object a line, each key once") from None
    return row


def _item(place: str, row: Mapping[str, Any], taken: Mapping[str, int]) -> Item:
    for field in row:
        if field not in _FIELDS:
            raise UsageError(f"{place}: no field {field!r}", remedy=did_you_mean(field, _FIELDS))
    for field in _TEXTS:
        if not isinstance(row.get(field), str | None):
            raise UsageError(f"{place}: {field!r} is no text", remedy='write it in quotes, as {"prompt": "login form"}')
    prompt, base = row.get("prompt") or "", row.get("base")
    if not prompt.strip():
        raise UsageError(f"{place}: the prompt is empty", remedy='say what to build, as {"prompt": "login form"}')
    if not isinstance(base, str | dict | None):
        raise UsageError(f"{place}: 'base' is no document", remedy="name a file, or write the document itself")
    asked = {field: row[field] for field in _FIELDS if field != "id" and row.get(field) is not None}
    digest = hashlib.sha256(orjson.dumps(asked, option=orjson.OPT_SORT_KEYS)).hexdigest()
    name = _given_id(place, row["id"]) if row.get("id") is not None else _made_id(prompt, digest, taken)
    return Item(id=name, digest=digest, **asked)


def _given_id(place: str, value: Any) -> str:
    name = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if _ID.fullmatch(name):
        return name
    raise UsageError(
        f"{place}: the id {str(value)[:60]!r} cannot be used", remedy="letters, digits, - and _, 100 at most"
    )


def _made_id(prompt: str, digest: str, taken: Mapping[str, int]) -> str:
    words = _NO_WORD.sub("-", prompt.lower()).strip("-")[:_LONGEST_NAME].rstrip("-") or "prompt"
    name, times = f"{words}-{digest[:8]}", 1
    while name in taken:  # the same prompt once more
        times += 1
        name = f"{words}-{digest[:8]}-{times}"
    return name


def askings(
    items: Sequence[Item], provider: str | None, model: str | None
) -> dict[tuple[str | None, str | None], Item]:
    """Who is asked, each once, with the first item that asks for it; `provider` and `model` are what the flags say.

    A line that names a provider and no model means that provider's own default, not the model of the flags.
    """
    return {asking(item, provider, model): item for item in reversed(items)}


def asking(item: Item, provider: str | None, model: str | None) -> tuple[str | None, str | None]:
    """The provider and the model that an item asks for; what the flags say where it does not."""
    return item.provider or provider, item.model or (None if item.provider else model)
