"""One piece of a prompt → one `Item`: its noun, its label, and what else was said about it.

"a required country select (France, Spain)"  →  choice, label `country`, required, options France and Spain
"button that says Save changes"              →  button, label `Save changes`
"table of recent orders"                     →  section of shape table, label `recent orders`
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from epoch_cli.providers.offline.lexicon import Lexicon, Noun
from epoch_cli.providers.offline.phrasebook import WORD, Match, Words, spelled
from epoch_cli.providers.offline.pieces import Piece
from epoch_cli.providers.offline.safety import harmless, shortened
from epoch_cli.providers.offline.wish import DEFAULT_KIND, Item

LABEL = 80
"""Most characters of a label; longer ones are no labels but sentences."""

_EDGES = " \t\n.,;:!-–—*•|/\"'“”‘’«»`=_~^#()[]"


_WHOLE = frozenset({"image", "region", "chart", "progress"})
"""Kinds whose noun is part of the label: "company logo", "main content"."""

_INSIDE = re.compile(r"\s(?:in|inside|within|on|as|inside of)(?:\s(?:an?|the))?$", re.IGNORECASE)
"""What joins a part to what it stands in: "login form in a card"."""

_SELF_NAMED = frozenset({"heading", "text"})
"""Kinds that show their own noun when there is nothing else to show."""

_TAKES_TO = frozenset({"section", "button", "link", "checkbox", "field", "choice"})
"""Kinds that `to` says more about: "link to home", but a lane "To do"."""


@dataclass(slots=True)
class Description:
    """An item with what the machine that puts items together wants to know about it.

    `plural` is true when its noun opens a list ("tabs for …"); `ahead` when the label stood before the noun ("cancel
    and delete buttons"); `before` and `after` are the words around the noun, `joined` the connector between it and
    `after` ("of", "to", "says"), `rest` the words behind it without one ("select low medium high"); `directive` says
    something about what came before ("all required"); `whole` are all words, `phrase` those without politeness.
    """

    item: Item
    plural: bool = False
    ahead: bool = False
    each: bool = False
    before: str = ""
    after: str = ""
    rest: str = ""
    noun: Words = ()
    noun_text: str = ""
    joined: str = ""
    joint_text: str = ""
    directive: str = ""
    everything: bool = False
    known: bool = False
    phrase: Phrase = field(default_factory=lambda: Phrase(""))
    whole: Phrase = field(default_factory=lambda: Phrase(""))
    flags: set[str] = field(default_factory=set)


class Phrase:
    """A text with its words: positions for the lexicon, spans to cut labels out of the original."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = [match.span() for match in WORD.finditer(text)]
        self.words: Words = tuple(spelled(text[start:end]) for start, end in self.spans)

    def __len__(self) -> int:
        return len(self.words)

    def cut(self, start: int, end: int | None = None) -> str:
        """The original text of words[start:end]."""
        spans = self.spans[start:end]
        return self.text[spans[0][0] : spans[-1][1]] if spans else ""

    def raw(self, index: int) -> str:
        """One word as it was written, in small letters."""
        start, end = self.spans[index]
        return self.text[start:end].casefold()

    def plural(self, index: int) -> bool:
        """Whether this word was written in the plural."""
        return self.raw(index) != self.words[index]


def describe(piece: Piece, lexicon: Lexicon, *, head: bool = False) -> Description:
    """Describe a piece; its label is empty when only a noun was named. The `head` of a prompt names a whole screen."""
    found = Description(Item(DEFAULT_KIND, "", binding=piece.binding))
    found.whole = _without_flags(Phrase(piece.text), found, lexicon)
    phrase = found.phrase = without_noise(found.whole, lexicon, head=head)
    quote = piece.quotes[0] if piece.quotes else ""
    found.known = not quote and lexicon.knows_field(phrase.text) and not _always_noun(phrase, lexicon, head=head)
    if not found.known:
        _find_noun(found, lexicon, head=head, quoted=bool(quote))
    item = found.item
    if not item.kind:
        item.label, item.count = phrase.text, 0
    if quote and not item.kind and lexicon.knows_field(phrase.text):
        item.note = quote  # `price "$20"` is a price, and says how much
    elif quote:
        item.label, found.rest, item.verbatim = quote, "", True
    elif not item.label and item.kind in _SELF_NAMED:
        item.label = found.noun_text
    item.label = label(item.label)
    if found.flags & {"required", "optional"}:
        item.required = "optional" not in found.flags
        if not item.label and not item.kind:
            found.directive = "required" if item.required else "optional"
    return found


def label(text: str) -> str:
    """A label cut out of the cleaned prompt: without punctuation at its ends, at most `LABEL` characters."""
    return shortened(harmless(text).strip(_EDGES), LABEL)


# ---------------------------------------------------------------- words that are no part of the label


def _without_flags(phrase: Phrase, found: Description, lexicon: Lexicon) -> Phrase:
    """Take `required`, `optional`, `just`, `all` and `each` out of the phrase; they are remembered in `found`."""
    if phrase.text.rstrip().endswith("*"):
        found.flags.add("required")
    if phrase.words[-1:] == ("each",):
        found.each = True
        phrase = Phrase(phrase.cut(0, len(phrase) - 1))
    while phrase.words:
        if found.flags and lexicon.flags.exact(phrase.words) == "all":
            found.everything = True
            return Phrase("")
        first, last = lexicon.flags.at(phrase.words, 0), lexicon.flags.ending(phrase.words)
        if last is not None and last.value != "all":
            phrase = Phrase(phrase.cut(0, last.start))
            found.flags.add(last.value)
        elif first is not None and first.value != "all":
            phrase = Phrase(phrase.cut(first.end))
            found.flags.add(first.value)
        else:
            break
    return phrase


def without_noise(phrase: Phrase, lexicon: Lexicon, *, head: bool = False) -> Phrase:
    """Take politeness and articles from the front, and what says nothing from the end; the last word always stays."""
    noise, start, end = lexicon.noise, 0, len(phrase)
    if not noise or lexicon.knows_field(phrase.text) or len(phrase.text) == 1:
        return phrase
    while start < end - 1:
        match = noise["lead"].at(phrase.words, start) or (noise["head"].at(phrase.words, start) if head else None)
        if match is None:
            match = noise["lead_before_article"].at(phrase.words, start)
            if match is None or noise["articles"].at(phrase.words, match.end) is None:
                break
        if match.end >= end:
            break
        start = match.end
    if noise["lead"].exact(phrase.words[start:]):
        return Phrase("")
    while (tail := noise["trail"].ending(phrase.words, end)) is not None and tail.start > start:
        end = tail.start
    return Phrase(phrase.cut(start, end)) if (start, end) != (0, len(phrase)) else phrase


def without_praise(text: str, lexicon: Lexicon) -> str:
    """The words before a noun without adjectives that name nothing: `simple`, `modern`."""
    phrase, start = Phrase(text), 0
    book = lexicon.noise.get("adjectives")
    while book is not None and (match := book.at(phrase.words, start)) is not None:
        start = match.end
    return phrase.cut(start) if start else text


# ---------------------------------------------------------------- nouns


def _always_noun(phrase: Phrase, lexicon: Lexicon, *, head: bool) -> bool:
    """Whether the whole phrase is a noun that opens a part, though it is the name of a field as well."""
    noun = lexicon.nouns.exact(phrase.words)
    return noun is not None and (noun.kind in {"image", "region"} or (head and noun.kind == "section"))


def _find_noun(found: Description, lexicon: Lexicon, *, head: bool, quoted: bool) -> None:
    """Find the noun that names the thing, and set kind, label, count and rest."""
    phrase, item = found.phrase, found.item
    said = lexicon.says.search(phrase.text)
    front = Phrase(phrase.text[: said.start()]) if said else phrase
    match, joined = _head_noun(front, lexicon, head=head, quoted=quoted or said is not None)
    if match is None:
        return
    noun = match.value
    if noun.shape == "page" and not head:
        return  # "page views" are a metric, and a "website" a field
    found.noun, found.noun_text = front.words[match.start : match.end], front.cut(match.start, match.end)
    if said or joined:
        found.joint_text = said[0] if said else front.cut(match.end, joined)
        found.joined = "says" if said else str(lexicon.connectors.exact(front.words[match.end : joined]))
    item.kind, item.type, item.shape = noun.kind, noun.type, noun.shape
    before = _counted(front.cut(0, match.start), item, lexicon)
    found.before = before if noun.kind == "plan" else without_praise(_INSIDE.sub("", before), lexicon)
    found.after = phrase.text[said.end() :] if said else front.cut(joined or match.end)
    if noun.kind == "section" and found.joined == "of" and not item.count:
        found.after = _counted(found.after, item, lexicon)
    many = front.plural(match.end - 1) or item.count > 1
    found.plural = noun.list and many
    if noun.many and many:
        item.shape = noun.many
    if noun.kind in _WHOLE and not said:
        told = " ".join(found.noun) if many else front.cut(match.start, match.end)
        item.label = f"{found.before} {told} {front.cut(match.end)}"
    elif said or joined:
        item.label = _joined_label(found, noun, lexicon)
    else:
        _plain_label(found, noun)


def _joined_label(found: Description, noun: Noun, lexicon: Lexicon) -> str:
    """The label of a noun that is followed by a connector: "search bar for products" → Search products."""
    before, after = found.before, found.after
    if found.joined == "of" or noun.kind in {"button", "link"}:
        after = without_noise(Phrase(after), lexicon).text
    searches = noun.type == "search" and found.joined != "says"
    if found.joined == "says" or not before or noun.kind in {"section", "button", "link"}:
        return f"{noun.label} {after}" if searches else after
    return f"{before} {noun.label.casefold()}" if searches else f"{before} {after}"


def _plain_label(found: Description, noun: Noun) -> None:
    """The label of a noun without a connector: what stands before it, else what stands behind it."""
    item, before, after = found.item, found.before, found.after
    found.ahead = bool(before)
    if before:
        item.label, found.rest = before, after
    elif noun.kind == "section":
        found.rest = after
    else:
        item.label = after
    if noun.label and not item.label:
        item.label = noun.label
    elif noun.label and before and noun.type != "file":
        item.label = f"{before} {noun.label.casefold()}"


def _head_noun(phrase: Phrase, lexicon: Lexicon, *, head: bool, quoted: bool) -> tuple[Match[Noun] | None, int]:
    """The noun the phrase is about, and where the words after its connector begin (0 when there is none).

    That is the noun in front of the first connector ("list of 5 cards" is a list), else the last one, else one that
    may lead ("columns To do").
    """
    books = (lexicon.quoted_nouns, lexicon.nouns) if quoted else (lexicon.nouns,)
    for index in range(1, len(phrase)):
        joined = lexicon.connectors.at(phrase.words, index)
        if joined is None or joined.value == "says":
            continue
        for book in books:
            match = book.ending(phrase.words, index)
            if match is None or _ends_in_control(phrase, match, lexicon):
                continue
            if joined.value == "of" or match.value.kind in _TAKES_TO:
                return match, joined.end
    for book in books:
        match = book.ending(phrase.words)
        if match is not None:
            return _without_label(phrase, match, lexicon), 0
    found = [match for book in books for match in book.all(phrase.words) if _may_lead(match, phrase, head=head)]
    return (found[0], 0) if found else (None, 0)


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


def _may_lead(match: Match[Noun], phrase: Phrase, *, head: bool) -> bool:
    """Whether a noun with words behind it and no connector names the thing.

    "columns To do" and "tab Profile" do, "select low medium high" does, "list price" and "photo caption" do not.
    """
    if match.value.kind in {"choice", "checkbox"} or (match.value.kind == "option" and phrase.plural(match.end - 1)):
        return True
    following = phrase.text[phrase.spans[match.end][0]]
    marked = following.isupper() and phrase.text[phrase.spans[match.start][0]].islower()
    plural = match.value.list and phrase.plural(match.end - 1)
    if head and match.value.kind == "section":
        return True
    return match.start == 0 and (head or plural or marked)


def _counted(text: str, item: Item, lexicon: Lexicon) -> str:
    """The words before a noun without the number at their front or end, which goes to `item.count`."""
    phrase = Phrase(text)
    number = lexicon.numbers.at(phrase.words, 0)
    if number is not None:
        item.count = number.value
        return phrase.cut(number.end)
    if phrase.words and phrase.words[0].isdecimal() and len(phrase.words[0]) <= 3:
        item.count = int(phrase.words[0])
        return phrase.cut(1)
    last = lexicon.numbers.ending(phrase.words)
    if last is not None and last.start and lexicon.connectors.ending(phrase.words, last.start):
        item.count = last.value  # "side by side comparison of two plans"
        return ""
    return text
