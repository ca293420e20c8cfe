"""The same brief gives the same bytes: today, in another process, and whatever the hash seed is."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys

from composer.composing import EXAMPLES, OWN, REPOSITORY, brief

from epoch_cli.catalog import Catalog, load_catalog
from epoch_cli.providers.offline.provider import answer, chunks

PROMPTS = [row.prompt for row in (*EXAMPLES, *OWN)][::4]

_SCRIPT = """
import hashlib, json, sys
from epoch_cli.catalog import load_catalog
from epoch_cli.providers.base import Brief
from epoch_cli.providers.offline.provider import answer
punk = load_catalog("punk")
text = "".join(answer(Brief(prompt, punk, punk.profile("strict"), punk.models, {})) for prompt in json.load(sys.stdin))
print(hashlib.sha256(text.encode()).hexdigest())
"""


def test_the_same_brief_gives_the_same_text(punk: Catalog) -> None:
    again = load_catalog("punk")
    for prompt in PROMPTS:
        assert answer(brief(prompt, punk)) == answer(brief(prompt, punk)) == answer(brief(prompt, again))


def test_the_hash_seed_does_not_matter(punk: Catalog) -> None:
    """Another process, of another seed than ours, which is drawn anew for each run unless the environment says one."""
    seed = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"
    told = subprocess.run(
        [sys.executable, "-c", _SCRIPT],
        input=json.dumps(PROMPTS),
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    ours = "".join(answer(brief(prompt, punk)) for prompt in PROMPTS)
    assert told == hashlib.sha256(ours.encode()).hexdigest() + "\n"


def test_composing_does_not_change_what_it_is_given(punk: Catalog) -> None:
    document = {"root": {"type": "Container", "children": [{"type": "Text", "text": "Hello"}]}}
    before = repr(document)
    answer(brief("add an email field", punk, document=document))
    assert repr(document) == before


def test_chunks_are_cut_the_same_way_every_time() -> None:
    text = " ".join("word" * (number % 3 + 1) for number in range(1000))
    cut = list(chunks(text))
    assert cut == list(chunks(text))
    assert "".join(chunk.text for chunk in cut) == text
    assert all(2 <= chunk.tokens <= 9 for chunk in cut[:-1])
