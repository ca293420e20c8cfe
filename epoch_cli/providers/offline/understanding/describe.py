"""One piece of a prompt → one `Item`: its noun, its label, and what else was said about it.

"a required country select (France, Spain)"  →  choice, label `country`, required, options France and Spain
"button that says Save changes"              →  button, label `Save changes`
"table of recent orders"                     →  section of shape table, label `recent orders`
"""

from __future__ import annotations

from dataclasses import dataclass, field

from epoch_cli.providers.offline.knowledge.compounds import gap
from epoch_cli.providers.offline.knowledge.lexicon import Lexicon, Noun
from epoch_cli.providers.offline.knowledge.phrasebook import Match, Words, plural, words
from epoch_cli.providers.offline.understanding.counting import counted_in
from epoch_cli.providers.offline.understanding.nouns import behind_grid, head_noun
from epoch_cli.providers.offline.understanding.phrases import Phrase, label, quoted, without_noise, without_praise
from epoch_cli.providers.offline.understanding.pieces import Piece
from epoch_cli.providers.offline.understanding.wish import DEFAULT_KIND, Item

_WHOLE = frozenset({"image", "region", "chart", "progress"})
"""Kinds whose noun is part of the label: "company logo", "main content"."""

_INSIDE = ("inside", "as")
"""Lists of what joins a part to what it stands in: "login form in a card"."""

_FRAMED = frozenset({"form", "table", "list"})
"""Shapes that may stand in a card."""

_SELF_NAMED = frozenset({"heading", "text"})
"""Kinds that show their own noun when there is nothing else to show."""


@dataclass(slots=True)
class Description:
    """An item with what the machine that puts items together wants to know about it.

    `plural` is true when its noun opens a list ("tabs for …"); `ahead` when the label stood before the noun ("cancel
    and delete buttons"); `everyone` that there is one for each of what is named then; `framed` that it stands in a
    card; `several` that so many parts of a kind are meant ("two tables"); `every` the thing of which all are to be seen
    ("see every employee"); `before` and `after` are the words around the noun, `gap` what is written between them and
    it; `joined` the connector between it and `after` ("of", "to", "says"), `rest` the words behind it without one
    ("select low medium high"); `directive` says something about what came before ("all required"); `whole` are all
    words, `phrase` those without politeness.
    """

    item: Item
    plural: bool = False
    ahead: bool = False
    each: bool = False
    several: bool = False
    everyone: bool = False
    framed: bool = False
    every: str = ""
    before: str = ""
    after: str = ""
    rest: str = ""
    noun: Words = ()
    noun_text: str = ""
    gap: str = " "
    joined: str = ""
    joint_text: str = ""
    directive: str = ""
    everything: bool = False
    known: bool = False
    phrase: Phrase = field(default_factory=lambda: Phrase(""))
    whole: Phrase = field(default_factory=lambda: Phrase(""))
    flags: set[str] = field(default_factory=set)


def describe(piece: Piece, lexicon: Lexicon, *, head: bool = False, opens: bool = False) -> Description:
    """Describe a piece; its label is empty when only a noun was named.

    The `head` of a prompt names a whole screen; a piece that `opens` a list names what is listed.
    """
    found = Description(Item(DEFAULT_KIND, "", binding=piece.binding))
    found.whole = _without_flags(Phrase(piece.text), found, lexicon)
    asks = (piece.notes or piece.text.endswith("?")) and lexicon.fields.starts.at(found.whole.words, 0) is not None
    phrase = found.phrase = found.whole if asks and not head else without_noise(found.whole, lexicon, head=head)
    quote = piece.quotes[0] if piece.quotes else ""
    known = not quote and lexicon.knows_field(phrase.text)
    found.known = known and not _always_noun(phrase, lexicon, head=head, opens=opens)
    if not found.known:
        _find_noun(found, lexicon, head=head, quoted=bool(quote))
    item = found.item
    if not item.kind:
        item.label, item.count = phrase.text, 0
        _find_every(found, lexicon)
    if quote and not item.kind and lexicon.knows_field(phrase.text):
        item.note = quote  # `price "$20"` is a price, and says how much
    elif quote:
        item.label, found.rest, item.verbatim = quote, "", True
    elif not item.label and item.kind in _SELF_NAMED:
        item.label = found.noun_text
    item.label = quoted(quote) if item.verbatim else label(item.label)
    if found.flags & {"required", "optional"}:
        item.required = "optional" not in found.flags
        if not item.label and not item.kind:
            found.directive = "required" if item.required else "optional"
    return found


# ---------------------------------------------------------------- words that are no part of the label


def _without_flags(phrase: Phrase, found: Description, lexicon: Lexicon) -> Phrase:
    """Take `required`, `optional`, `just`, `all` and `each` out of the phrase; they are remembered in `found`."""
    if phrase.text.rstrip().endswith("*"):
        found.flags.add("required")
    apiece = lexicon.book("for_each").ending(phrase.words)
    if apiece is not None:
        found.each = True
        phrase = Phrase(phrase.cut(0, apiece.start))
    while phrase.words:
        if found.flags and lexicon.flags.exact(phrase.words) == "all":
            found.everything = True
            return Phrase("")
        first, last = lexicon.flags.at(phrase.words, 0), lexicon.flags.ending(phrase.words)
        if last is not None and _is_flag(last, phrase, lexicon):
            phrase = Phrase(phrase.cut(0, last.start))
            found.flags.add(last.value)
        elif first is not None and _is_flag(first, phrase, lexicon):
            phrase = Phrase(phrase.cut(first.end))
            found.flags.add(first.value)
        else:
            break
    return phrase


def _is_flag(match: Match[str], phrase: Phrase, lexicon: Lexicon) -> bool:
    """Whether a flag is none of the words of a label, as `only` is in "Friends only" and "only with warranty"."""
    if match.value != "only" or len(phrase) == match.end - match.start:
        return match.value != "all"
    if match.start == 0:
        return lexicon.book("clause").at(phrase.words, match.end) is None
    rest = phrase.cut(0, match.start)
    return lexicon.knows_field(rest) or lexicon.nouns.ending(words(rest)) is not None


# ---------------------------------------------------------------- nouns


def _find_every(found: Description, lexicon: Lexicon) -> None:
    """Read "see every employee" as a list of employees."""
    phrase = found.phrase
    verb = lexicon.signs["first"].at(phrase.words, 0)
    match = lexicon.book("every").at(phrase.words, verb.end) if verb is not None else None
    if verb is None or match is None or verb.value.shape != "table" or match.end == len(phrase):
        return
    found.item.kind, found.item.shape = "section", "list"
    found.every = phrase.cut(match.end)
    found.before = found.item.label = plural(found.every)


def parted(phrase: Phrase, lexicon: Lexicon) -> Phrase:
    """A phrase with its compounds in two words: "Kundentabelle" as "Kunden" and "tabelle"."""

    def is_whole(word: str) -> bool:
        spoken = words(word)
        return (
            lexicon.nouns.exact(spoken) is not None
            or lexicon.topics.exact(spoken) is not None
            or lexicon.knows_field(word)
        )

    spans = lexicon.compounds.parted(phrase.text, phrase.spans, is_whole)
    return Phrase(phrase.text, spans) if len(spans) > len(phrase) else phrase


def _always_noun(phrase: Phrase, lexicon: Lexicon, *, head: bool, opens: bool) -> bool:
    """Whether the whole phrase is a noun that opens a part, though it is the name of a field as well."""
    noun = lexicon.nouns.exact(phrase.words)
    if noun is None:
        return False
    opens = opens and noun.list and phrase.plural(-1)
    return noun.kind in {"image", "region"} or opens or (head and noun.kind == "section")


def _find_noun(found: Description, lexicon: Lexicon, *, head: bool, quoted: bool) -> None:
    """Find the noun that names the thing, and set kind, label, count and rest."""
    phrase, item = found.phrase, found.item
    said = lexicon.says.search(phrase.text)
    front = parted(Phrase(phrase.text[: said.start()]) if said else phrase, lexicon)
    found.whole = parted(found.whole, lexicon)
    match, joined = head_noun(front, lexicon, head=head, quoted=quoted or said is not None)
    if match is None:
        return
    item.noun = front.cut(match.start, match.end)
    noun = match.value
    found.noun, found.noun_text = front.words[match.start : match.end], front.cut(match.start, match.end)
    found.gap = gap(front.text, front.spans, match.start)
    if said or joined:
        found.joint_text = said[0] if said else front.cut(match.end, joined)
        found.joined = "says" if said else str(lexicon.connectors.exact(front.words[match.end : joined]))
    item.kind, item.type, item.shape = noun.kind, noun.type, noun.shape
    before = _counted(behind_grid(front, match, lexicon), item, lexicon)
    found.several = noun.kind == "section" and item.count > 1 and not noun.many and front.plural(match.end - 1)
    before = _without_place(before, found, lexicon) if noun.kind == "section" else before
    praised = without_praise(before, lexicon)
    found.before = before if noun.kind == "plan" or (noun.kind == "checkbox" and praised) else praised
    found.after = phrase.text[said.end() :] if said else front.cut(joined or match.end)
    found.after = lexicon.inflection.alone(found.after, found.joint_text, lexicon.connectors)
    if not said and noun.shape in _FRAMED and _is_in_card(Phrase(front.cut(match.end)), lexicon):
        found.framed, found.after, found.joined, found.joint_text = True, "", "", ""
    if noun.kind == "section" and found.joined == "of" and not item.count:
        found.after = _counted(found.after, item, lexicon)
    _name_noun(found, noun, front, match, lexicon)


def _name_noun(found: Description, noun: Noun, front: Phrase, match: Match[Noun], lexicon: Lexicon) -> None:
    """Set the label, and whether several are meant."""
    item, said = found.item, found.joined == "says"
    found.everyone = bool(noun.many) and _is_everyone(found, lexicon)
    each = lexicon.book("apiece").exact(words(found.joint_text)) is not None
    many = noun.plural or front.plural(match.end - 1) or item.count > 1 or found.everyone or each
    found.plural = noun.list and many
    if noun.many and many:
        item.shape = noun.many
    if noun.kind == "section":
        _take_form(found, lexicon)
    if noun.kind in _WHOLE and not said:
        told = lexicon.named(" ".join(found.noun)) if many else front.cut(match.start, match.end)
        item.label = f"{found.before}{found.gap}{told} {front.cut(match.end)}"
    elif found.joined:
        item.label = _joined_label(found, noun, lexicon)
    else:
        if lexicon.nouns_first and found.after:
            found.before, found.after = "", without_praise(found.after, lexicon) or found.after
        _plain_label(found, noun)


def _take_form(found: Description, lexicon: Lexicon) -> None:
    """Read "list of products as cards" as "cards of products": what stands behind `as` says how it is shown."""
    before, after, book = Phrase(found.before), Phrase(found.after), lexicon.book("as")
    if (match := book.ending(before.words)) is not None:
        found.before = before.cut(0, match.start)
    last = lexicon.nouns.ending(after.words)
    joint = book.ending(after.words, last.start) if last is not None else None
    if last is not None and joint is not None and joint.start and last.value.kind == "section":
        many = last.value.plural or after.plural(last.end - 1)
        found.item.shape = (many and last.value.many) or last.value.shape
        found.after = after.cut(0, joint.start)


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
        item.note = after if noun.kind == "badge" else ""  # "a status badge shipped"
    elif noun.kind == "section" and Phrase(after).words and Phrase(after).plural(-1) and not item.count:
        found.before = item.label = after  # "table users"
    elif noun.kind == "section":
        found.rest = after
    else:
        item.label = after
    if noun.label and not item.label:
        item.label = noun.label
    elif noun.label and before and noun.type != "file":
        item.label = f"{before} {noun.label.casefold()}"


def _without_place(before: str, found: Description, lexicon: Lexicon) -> str:
    """The words before a noun without what joins them to it: `login` of "login in a card"; a sign-in stays."""
    inside = _inside(before, lexicon)
    if inside is None or lexicon.topics.ending(words(before)) is not None:
        return before
    part = Phrase(before[:inside].rstrip())
    noun = lexicon.nouns.ending(part.words)
    if found.item.shape == "card" and noun is not None and noun.value.shape in _FRAMED:
        found.framed, found.item.shape = True, noun.value.shape  # "a form in a card"
        return part.cut(0, noun.start)
    return part.text


def _inside(text: str, lexicon: Lexicon) -> int | None:
    """Where the words begin at the end of a text that join it to what it stands in: "login form *in a*"."""
    phrase = Phrase(text)
    article = lexicon.book("articles").ending(phrase.words)
    end = article.start if article is not None else len(phrase)
    found = (lexicon.book(name).ending(phrase.words, end) for name in _INSIDE)
    return next((phrase.spans[match.start][0] for match in found if match is not None and match.start), None)


def _is_in_card(behind: Phrase, lexicon: Lexicon) -> bool:
    """Whether words behind a noun say that it stands in a card: "Formular *in einer Karte*"."""
    joint = lexicon.book("inside").at(behind.words, 0)
    if joint is None:
        return False
    article = lexicon.book("articles").at(behind.words, joint.end)
    card = lexicon.nouns.exact(behind.words[article.end if article is not None else joint.end :])
    return card is not None and card.shape == "card"


def _is_everyone(found: Description, lexicon: Lexicon) -> bool:
    """Read "for each of our tours" as "for tours", and whether it was said so."""
    after = Phrase(found.after)
    match = lexicon.book("every").at(after.words, 0)
    if match is None or match.end == len(after):
        return False
    found.after = after.cut(match.end)
    return True


def _counted(text: str, item: Item, lexicon: Lexicon) -> str:
    """The words before a noun without the number at their front or end, which goes to `item.count`."""
    phrase = Phrase(text)
    told = counted_in(text)
    if told is not None:
        item.count = told
        return ""
    number = lexicon.numbers.at(phrase.words, 0)
    if number is not None and text[phrase.spans[number.end - 1][1] :][:1] != "-":  # "two-factor"
        item.count = number.value
        return phrase.cut(number.end)
    if phrase.words and phrase.words[0].isdecimal() and len(phrase.words[0]) <= 3:
        item.count = int(phrase.words[0])
        return phrase.cut(1)
    return _counted_behind(phrase, text, item, lexicon)


def _counted_behind(phrase: Phrase, text: str, item: Item, lexicon: Lexicon) -> str:
    """The same of a number at the end: "login and registration as two", "wizard in 3"."""
    last, shown = lexicon.numbers.ending(phrase.words), lexicon.book("as")
    joint = shown.ending(phrase.words, last.start) if last is not None else None
    if last is not None and joint is not None:
        item.count = last.value  # "login and registration as two tabs"
        return phrase.cut(0, joint.start)
    if (
        last is not None
        and last.start
        and (lexicon.connectors.ending(phrase.words, last.start) or _inside(phrase.cut(0, last.start), lexicon))
    ):
        item.count = last.value  # "side by side comparison of two plans"
        return ""
    if len(phrase) > 1 and phrase.words[-1].isdecimal() and _inside(phrase.cut(0, len(phrase) - 1), lexicon):
        item.count = int(phrase.words[-1])  # "wizard in 3 steps"
        return ""
    return text
