"""What models write, and what users ask for: at random, the same for the same source of randomness."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from math import exp, log
from pathlib import Path
from random import Random
from typing import Any, Final

from support.corrupter import STREAMS

SHORTEST: Final = 24
LONGEST: Final = 10_000_000
"""Bytes of a prompt."""
_USUALLY: Final = 1_000_000
"""Bytes of a prompt at most, but for a few."""

_PROMPTS = (
    "login form with email and password|a dashboard with four cards and a chart|settings page with tabs|sign up form"
    "|a table of invoices with a status badge|contact form|product card with an image and a price|profile page"
    "|ein Formular mit Name und Adresse|un formulaire de contact|a list of users with avatars"
    "|pricing page with three plans"
)
_LANGUAGE = (
    "and with a an the of for name email address field button card table row list form page title text number date"
    " user order invoice status price image search filter save cancel send next back open close small large left right"
    " Grüße größer über élève naïve 世界 日本 привет 🎉 👩‍👩‍👧"
)
ASKED: Final = _PROMPTS.split("|")
_WORDS: Final = _LANGUAGE.split()
_TYPES: Final = ("Card", "Container", "Stack", "Text", "Button", "Input", "Badge", "Nothing", "Form", "Alert", "Image")
_VALUES: Final = ("md", "lg", "h1", "primary", "danger", "row", True, False, None, 3, "16px", "{context.user.name}")


def prompt(random: Random, *, longest: bool = False) -> str:
    """What is asked for, from 24 bytes on: most are short, each power of ten has some, and `longest` has 10 MB."""
    size = LONGEST if longest else int(SHORTEST * exp(random.random() ** 5 * log(_USUALLY / SHORTEST)))
    asked = random.choice(ASKED)
    while len(asked.encode()) < SHORTEST:
        asked += f" {random.choice(_WORDS)}"
    words = " ".join(random.choices(_WORDS, k=min(400, size // 5)))
    missing = size - len(asked.encode())
    if missing <= 0:
        return asked
    unit = f" {words}\n".encode()
    return asked + (unit * (missing // len(unit) + 1))[:missing].decode(errors="ignore")


def known_prompts() -> Sequence[str]:
    """What the composer's own tests ask for, in all its languages: every table it has is looked into."""
    composer = Path(__file__).resolve().parents[1] / "composer"
    files = [
        composer / "languages.jsonl",
        *(composer / "prompts").glob("??.jsonl"),
        composer / "prompts" / "kinds.jsonl",
    ]
    return [json.loads(line)["prompt"] for file in sorted(files) for line in file.read_bytes().splitlines() if line]


@cache
def streams(folder: str) -> Sequence[str]:
    """The streams of the tests' corpus: `valid`, or `faulty`."""
    return [path.read_bytes().decode("utf-8", "replace") for path in sorted((STREAMS / folder).glob("*.txt"))]


def answer(random: Random) -> str:
    """What a model might write: well, badly, at random, without an end."""
    kind = random.random()
    if kind < 0.45:
        return random.choice(streams("valid"))
    if kind < 0.6:
        return random.choice(streams("faulty"))
    if kind < 0.9:
        return operations(random)
    if kind < 0.94:
        return "I would rather talk about the weather. " * random.randint(1, 400)
    if kind < 0.97:
        head = '{"op":"add","path":"/root","value":{"type":"Text","text":"'
        return head + "and so on {context.a} " * random.randint(1, 9000)
    return random.choice(streams("valid")) * random.randint(2, 6)  # every id once more


def operations(random: Random) -> str:
    """Operations of any kind, of which a part is refused: wrong places, unknown components, ids that are taken."""
    lines = [{"op": "add", "path": "/root", "value": {"type": "Container", "id": "page", "children": []}}]
    for number in range(random.randint(1, 25)):
        op = random.choice(("add", "add", "add", "add", "add", "replace", "remove", "move", "copy", "test", "turn"))
        place = random.choice(("-", str(random.randint(0, 6)), "0/children/-", "0/props/gap"))
        line: dict[str, Any] = {"op": op, "path": f"/root/children/{place}"}
        if op in {"add", "replace", "test"}:
            line["value"] = node(random, number)
        if op in {"move", "copy"}:
            line["from"] = f"/root/children/{random.randint(0, 6)}"
        if random.random() < 0.1:
            line["meta"] = {"id": f"op-{random.randint(0, 9)}"}
        lines.append(line)
    if random.random() < 0.2:
        return json.dumps({"patches": lines}, ensure_ascii=False)
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def node(random: Random, number: int, depth: int = 2) -> dict[str, Any]:
    """A node that may be right or wrong."""
    made: dict[str, Any] = {"type": random.choice(_TYPES), "id": f"n{random.randint(0, number + 3)}"}
    if random.random() < 0.6:
        made["text"] = " ".join(random.choices(_WORDS, k=random.randint(1, 40)))
    if random.random() < 0.6:
        names = random.sample(("label", "variant", "gap", "size", "onClick", "type", "src", "alt", "colour"), 3)
        made["props"] = {name: random.choice((*_VALUES, *_WORDS)) for name in names}
    if depth and random.random() < 0.4:
        made["children"] = [node(random, number, depth - 1) for _ in range(random.randint(0, 4))]
    return made
