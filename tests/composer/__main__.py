"""How well the built-in composer understands: points for what prompts ask for, in the words they and others use.

    python -m tests.composer                  # everything; about a minute
    python -m tests.composer --set own        # one set and its variants
    python -m tests.composer --file X.jsonl   # prompts of your own, in the same format
    python -m tests.composer --misses         # and the variants that miss more than their originals
    python -m tests.composer --prompt TEXT    # one prompt: its screen and what there is to say of it

Prints a JSON line a figure, and on stderr what is missed; ends with 1 when a limit is missed. The sets are the shared
examples, where they are beside the repository, and the files of `prompts/`. What is expected, and how it is checked,
is in `score.py`; how variants are made, in `variants.py`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

from epoch_cli.catalog import Catalog, load_catalog
from epoch_cli.config.cache import Cache
from epoch_cli.providers.offline.knowledge.phrasebook import words
from epoch_cli.providers.offline.provider import answer
from tests.benchmarks.figures import Figures

from .composing import EXAMPLES, SETS, TRANSLATED, Expectation, expectations
from .limits import LANGUAGES, MOST_LOST, MOST_MILLISECONDS, MOST_MILLISECONDS_FIRST, least
from .trial import Trials, asked_by, trial
from .variants import KINDS, Variant, translations, variants


class Session:
    """The figures of one run, and the trials that they come from."""

    def __init__(self, catalog: Catalog, *, misses: bool) -> None:
        self.catalog, self.figures, self.all_misses = catalog, Figures(), misses
        self.trials = Trials(catalog)

    def tell_set(self, name: str, rows: list[Expectation]) -> None:
        """Points of a set, and its misses."""
        points = self.trials.points(rows)
        say(f"{name}: {points}", points.misses)
        self.figures.tell(f"{name}_points", points.share, least(name), "percent", at_least=True)
        self.figures.tell(f"{name}_perfect", points.perfect, unit=f"of {len(rows)} prompts")
        for language in sorted({row.language for row in rows} - {"en"}):
            points = self.trials.points(row for row in rows if row.language == language)
            say(f"{name}, those in {language}: {points}", [])
            self.figures.tell(f"{name}_{language}_points", points.share, unit=f"percent, {len(points.trials)} prompts")

    def tell_variants(self, kind: str, found: list[Variant]) -> None:
        """Points of variants beside those of the prompts they were made from, each as often as it has variants."""
        if not found:
            return
        points = self.trials.points(each.row for each in found)
        before = self.trials.points(each.original for each in found)
        lost = before.share - points.share
        worse = [
            made.told
            for made, original in zip(points.trials, before.trials, strict=True)
            if self.all_misses and made.points * original.total < original.points * made.total
        ]
        head = f"by {kind}: {points}; their originals {before.share:.1f} %, difference {-lost:+.1f}"
        say(head, worse)
        self.figures.tell(f"{kind}_points", points.share, unit=f"percent, of {len(found)} variants")
        self.figures.tell(f"{kind}_lost", lost, MOST_LOST, "points less than their originals")

    def tell_faults(self) -> None:
        """What is wrong with any document of this run, whatever was asked for."""
        for name, what in (("refused", "patches"), ("found", "errors and warnings"), ("outside", "budgets exceeded")):
            lines = [
                f"{each.row.prompt!r}: {line}" for each in self.trials.made.values() for line in getattr(each, name)
            ]
            if lines:
                say(f"{name}: {what}", lines)
            self.figures.tell(name, len(lines), 0, what)

    def tell_first(self, rows: list[Expectation]) -> None:
        """What the first prompt of each language costs, beside what the cache holds; no later prompt pays for it."""
        first = {row.language: row for row in reversed(rows)}
        with TemporaryDirectory() as folder:
            cache = Cache(Path(folder))
            earlier = load_catalog("punk", cache=cache)
            for row in first.values():
                trial(row, earlier)
            re.purge()  # as in a process that has composed nothing
            words.forget()  # type: ignore[attr-defined]
            fresh = load_catalog("punk", cache=cache)
            for language, row in sorted(first.items()):
                cost = trial(row, fresh).seconds * 1000
                self.figures.tell(f"first_{language}", cost, MOST_MILLISECONDS_FIRST, "ms, the first prompt")

    def tell_cost(self) -> None:
        """How long a prompt took, from its text to the checked document, and how many were not understood in full."""
        taken = sorted(each.seconds * 1000 for each in self.trials.made.values())
        cuts = quantiles(taken, n=20) if len(taken) > 1 else taken * 19
        remarked = sum(bool(each.remarks) for each in self.trials.made.values())
        self.figures.tell("remarked", remarked, unit="prompts of which something was not understood or left out")
        self.figures.tell("prompts", len(taken), unit="composed")
        self.figures.tell("p50", cuts[9], unit="ms a prompt")
        self.figures.tell("p95", cuts[18], MOST_MILLISECONDS, "ms a prompt")
        self.figures.tell("max", taken[-1], unit="ms a prompt")

    def tell_determinism(self) -> None:
        """Whether the same prompts give the same bytes: again, and in another process that hashes otherwise."""
        trials = list(self.trials.made.values())
        again = [each.row.prompt for each in trials if answer(asked_by(each.row, self.catalog)) != each.text]
        if again:
            say("composed otherwise the second time", again)
        self.figures.tell("changed", len(again), 0, "prompts that give other bytes the second time")
        other = digest_elsewhere([each.row for each in trials], seed="4711")
        same = other == digest(each.text for each in trials)
        if not same:
            say("another process comes to", [other])
        self.figures.tell("changed_elsewhere", not same, 0, "processes that give other bytes")


# ---------------------------------------------------------------- the same bytes


def digest(texts: Iterable[str]) -> str:
    """One for all texts."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def digest_elsewhere(rows: list[Expectation], seed: str) -> str:
    """The digest that another process comes to, whose strings have other hashes; what it says when it breaks."""
    command = [sys.executable, "-m", "tests.composer", "--digest"]
    lines = "".join(json.dumps(asdict(row)) + "\n" for row in rows)
    env = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run(command, env=env, input=lines, capture_output=True, text=True, check=False)
    return done.stdout.strip() or done.stderr


def print_digest(catalog: Catalog) -> int:
    """The digest of the rows on stdin."""
    rows = [Expectation(**json.loads(line)) for line in sys.stdin]
    print(digest(answer(asked_by(row, catalog)) for row in rows))
    return 0


# ---------------------------------------------------------------- what is shown


def say(head: str, lines: Iterable[str]) -> None:
    """A line and those that belong to it, on stderr: for people."""
    print("\n".join([head, *(f"    - {line}" for line in lines)]), file=sys.stderr, flush=True)


def show(prompt: str, catalog: Catalog) -> int:
    """One prompt: its tree, and all that there is to say of it."""
    done = trial(Expectation(prompt, {}), catalog)

    def tree(node: dict[str, object], depth: int) -> None:
        props = json.dumps(node.get("props", {}), ensure_ascii=False)
        print("  " * depth + f"{node['type']} {node.get('text', '')!r} {props}")
        children = node.get("children", [])
        for child in children if isinstance(children, list) else []:
            tree(child, depth + 1)

    tree(done.document["root"], 0)
    for line in done.remarks:
        print(f"? {line}")
    for line in (*done.refused, *done.found, *done.outside):
        print(f"! {line}")
    print(f"{done.seconds * 1000:.1f} ms")
    return 1 if done.refused or done.found or done.outside else 0


def chosen(name: str) -> dict[str, list[Expectation]]:
    """The sets of a run: one, or all that there are.

    Raises:
        SystemExit: when there is no set of this name.
    """
    sets = {"examples": EXAMPLES, **SETS} if EXAMPLES else SETS
    if name and name not in sets:
        raise SystemExit(f"there is no set {name!r}: choose one of {', '.join(sets)}")
    return {name: sets[name]} if name else sets


def main() -> int:
    """Print all figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.composer")
    parser.add_argument("--set", default="", help="the name of one set, rather than all")
    parser.add_argument("--file", type=Path, help="a file of prompts, rather than all sets")
    parser.add_argument(
        "--misses", action="store_true", help="show also the variants that miss more than their originals"
    )
    parser.add_argument("--prompt", help="compose one prompt and show its screen")
    parser.add_argument("--digest", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    catalog = load_catalog("punk")
    if options.digest:
        return print_digest(catalog)
    if options.prompt is not None:
        return show(options.prompt, catalog)
    session = Session(catalog, misses=options.misses)
    sets = {options.file.stem: expectations(options.file)} if options.file else chosen(options.set)
    rows = [row for each in sets.values() for row in each]
    session.tell_first(rows)
    for row in {row.language: row for row in rows}.values():
        trial(row, catalog)  # a first prompt is no measure of the others
    for name, each in sets.items():
        session.tell_set(name, each)
    for kind in KINDS:
        session.tell_variants(kind, variants(rows, kind))
    for language in LANGUAGES:
        session.tell_variants(f"language_{language}", translations(TRANSLATED, rows, language))
    session.tell_faults()
    session.tell_cost()
    session.tell_determinism()
    return session.figures.exit_code


if __name__ == "__main__":
    raise SystemExit(main())
