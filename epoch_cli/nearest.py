"""The name that was meant where one is not known, and how an error says so."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(name: str, known: Iterable[str], *, cutoff: float = 0.6) -> str:
    """The known name most like `name`, ignoring case; empty when none is.

    `cutoff` is how alike they must be, as `difflib.SequenceMatcher.ratio` counts: 0 is anything, 1 the same.
    """
    return next(iter(nearest_few(name, known, most=1, cutoff=cutoff)), "")


def nearest_few(name: str, known: Iterable[str], *, most: int = 3, cutoff: float = 0.6) -> list[str]:
    """The known names most like `name`, the best first, at most so many; `cutoff` as in `nearest`."""
    from difflib import get_close_matches  # noqa: PLC0415  takes a while to import, and only mistakes need it

    by_folded = {each.casefold(): each for each in known}
    return [by_folded[found] for found in get_close_matches(name.casefold(), by_folded, n=most, cutoff=cutoff)]


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The remedy for a name that is none: `did you mean 'json'? there are json, jsonl, text`."""
    names = list(known)
    near = nearest(name, names)
    question = f"did you mean {near!r}? " if near else ""
    return f"{question}there {'is' if len(names) < 2 else 'are'} {', '.join(names) or 'none'}"
