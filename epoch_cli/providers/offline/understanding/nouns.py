"""Which noun a phrase is about: the table of "table of users", the button of "link to terms button"."""

from __future__ import annotations

from epoch_cli.providers.offline.knowledge.lexicon import Lexicon, Noun
from epoch_cli.providers.offline.knowledge.phrasebook import Match
from epoch_cli.providers.offline.understanding.leading import leading_noun
from epoch_cli.providers.offline.understanding.phrases import Phrase, is_purpose

NO_NOUN = "word"
"""The kind of compounds in which the noun is none: "gift card"."""

_COUNTED = frozenset({"step", "tab", "panel", "question"})
"""Kinds that are called by a number: "Step 2 Address"."""

_ACTS = frozenset({"button", "link"})
"""Kinds whose noun leads even with a capital: "Button Submit claim"."""

_TAKES_TO = frozenset({"section", "button", "link", "checkbox", "field", "choice"})
"""Kinds that `to` says more about: "link to home", but a lane "To do"."""


def head_noun(phrase: Phrase, lexicon: Lexicon, *, head: bool, quoted: bool) -> tuple[Match[Noun] | None, int]:
    """The noun the phrase is about, and where the words after its connector begin (0 when there is none).

    That is the noun in front of the first connector ("list of 5 cards" is a list), else the last one, else one that
    may lead ("columns To do"). The `head` of a prompt names a whole screen; a `quoted` text stands beside the phrase.
    """
    match, joined = _any_noun(phrase, lexicon, head=head, quoted=quoted)
    if match is None or match.value.kind == NO_NOUN:
        return None, 0
    joined = 0 if _begins_label(phrase, match, lexicon) else joined
    if head and not joined and _is_for_whom(phrase, match, lexicon):
        return None, 0
    return (None, 0) if match.value.shape == "page" and not head else (match, joined)  # "page views" are a metric


def _any_noun(phrase: Phrase, lexicon: Lexicon, *, head: bool, quoted: bool) -> tuple[Match[Noun] | None, int]:
    books = (lexicon.quoted_nouns, lexicon.nouns) if quoted else (lexicon.nouns,)
    if lexicon.nouns_first:
        return leading_noun(phrase.words, books, lexicon)
    listed = next((match for book in books for match in book.all(phrase.words) if _lists_names(match, phrase)), None)
    if listed is not None:
        return listed, listed.end if listed.start else 0
    for index in range(1, len(phrase)):
        joined = lexicon.connectors.at(phrase.words, index)
        if joined is None or joined.value == "says":
            continue
        for book in books:
            match = book.ending(phrase.words, index)
            if match is None or _ends_in_control(phrase, match, lexicon) or _ends_in_cards(phrase, match, lexicon):
                continue
            if joined.value == "of" or match.value.kind in _TAKES_TO:
                return match, joined.end
    for book in books:
        match = book.ending(phrase.words)
        if match is not None:
            return _without_label(phrase, match, lexicon), 0
    found = [match for book in books for match in book.all(phrase.words) if _may_lead(match, phrase, head=head)]
    return (found[0], 0) if found else (None, 0)


def _lists_names(match: Match[Noun], phrase: Phrase) -> bool:
    """Whether a plural at the front lists what is written in capitals behind it: "buttons Map", "tabs List view"."""
    if not match.value.list or match.end >= len(phrase):
        return False
    if match.start == 0 and match.value.kind in _COUNTED and phrase.words[match.end].isdecimal():
        return True  # "step 3 documents upload"
    if not phrase.plural(match.end - 1):
        return False
    return phrase.text[phrase.spans[match.end][0]].isupper() and phrase.text[phrase.spans[match.start][0]].islower()


def _without_label(phrase: Phrase, match: Match[Noun], lexicon: Lexicon) -> Match[Noun]:
    """The noun without words that belong to a known label: in "phone number field" the noun is `field`."""
    last = lexicon.nouns.exact(phrase.words[-1:])
    plain = last is not None and last.kind == "field" and not last.type
    if (
        last is not None
        and plain
        and match.end - match.start > 1
        and lexicon.knows_field(phrase.cut(0, len(phrase) - 1))
    ):
        return Match(len(phrase) - 1, len(phrase), last)
    return match


def _ends_in_control(phrase: Phrase, match: Match[Noun], lexicon: Lexicon) -> bool:
    """Whether a noun at the end names the thing: "link to terms button" is a button, "list of buttons" a list."""
    last = lexicon.nouns.ending(phrase.words)
    return (
        last is not None
        and last.value.kind in {"button", "link", "checkbox"}
        and match.value.kind not in {"section", "panel"}
    )


def _begins_label(phrase: Phrase, match: Match[Noun], lexicon: Lexicon) -> bool:
    """Whether the word behind a noun is written as the first of a label, where it would join: "Button Zur Kasse"."""
    if not lexicon.nouns_first or match.value.kind not in {"button", "link"} or match.end >= len(phrase):
        return False
    return phrase.cut(match.end, match.end + 1)[0].isupper()


def _is_for_whom(phrase: Phrase, match: Match[Noun], lexicon: Lexicon) -> bool:
    """Whether a noun only says where or for whom: "login for the dashboard", "invite someone to the board"."""
    start = match.start - (lexicon.book("articles").ending(phrase.words, match.start) is not None)
    joins = lexicon.connectors.ending(phrase.words, start) or lexicon.book("clause").ending(phrase.words, start)
    if joins and start < match.start and lexicon.signs["first"].at(phrase.words, 0) is not None:
        return True
    for index in range(1, match.start):
        if is_purpose(phrase, index, lexicon):
            return lexicon.topics.ending(phrase.words, index) is not None
    return False


def _ends_in_cards(phrase: Phrase, match: Match[Noun], lexicon: Lexicon) -> bool:
    """Whether cards are meant, though they stand in a grid: "grid of 4 product cards"."""
    last = lexicon.nouns.ending(phrase.words)
    return match.value.shape == "table" and last is not None and bool(last.value.many) and phrase.plural(last.end - 1)


def behind_grid(phrase: Phrase, match: Match[Noun], lexicon: Lexicon) -> str:
    """The words before a noun, without the grid that it stands in: `4 product` of "grid of 4 product cards"."""
    for index in range(1, match.start):
        joined = lexicon.connectors.at(phrase.words, index)
        grid = lexicon.nouns.ending(phrase.words, index) if joined is not None and match.value.many else None
        if joined is not None and grid is not None and grid.value.shape == "table":
            return phrase.cut(joined.end, match.start)
    return phrase.cut(0, match.start)


def _may_lead(match: Match[Noun], phrase: Phrase, *, head: bool) -> bool:
    """Whether a noun with words behind it and no connector names the thing.

    "columns To do" and "tab Profile" do, "select low medium high" does, "list price" and "photo caption" do not, nor
    do compounds such as "gift card purchase".
    """
    if match.value.kind == NO_NOUN:
        return False
    if match.value.kind in {"choice", "checkbox"} or (match.value.kind == "option" and phrase.plural(match.end - 1)):
        return True
    if match.value.kind == "badge" and match.start > 0:
        return True  # "a status badge shipped", but "a badge number"
    following = phrase.text[phrase.spans[match.end][0]]
    small = phrase.text[phrase.spans[match.start][0]].islower()
    marked = following.isupper() and (small or match.value.kind in _ACTS)
    plural = match.value.list and phrase.plural(match.end - 1) and match.value.kind != "image"
    if head and match.value.kind == "section":
        return True
    counted = match.value.kind in _COUNTED and following.isdecimal()
    return match.start == 0 and (head or plural or marked or counted)
