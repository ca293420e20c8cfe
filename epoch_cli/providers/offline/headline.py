"""What a whole screen or a part of it is called, and which shape and topic its name asks for.

"hotel booking form"        →  shape form, topic hotel booking, title `Hotel booking`
"data table of orders"      →  shape table, title `Orders`
"CRM dashboard"             →  shape dashboard, title `CRM dashboard`
"form to add a product"     →  shape form, title `Add a product`
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from epoch_cli.providers.offline.describe import Description, Phrase, describe, label, without_noise
from epoch_cli.providers.offline.lexicon import Lexicon, Topic
from epoch_cli.providers.offline.phrasebook import Words, plural, words
from epoch_cli.providers.offline.pieces import Piece

_OPEN = frozenset({"", "form", "page", "dialog", "card", "bare", "steps"})
"""Shapes that take any topic; a table of contacts is no contact form."""

_SPOKEN = frozenset({"checklist", "card", "cards", "list", "table", "board", "gallery", "dashboard"})
"""Shapes that keep the words of the wish as their title, where a form has a title that says what it does."""

_MOST_WORDS = 4
"""Words of a title without a noun for a screen; with more it is a sentence ("let people subscribe to …")."""

_NOUN_SHAPES = {"list": {"checklist", "cards", "list"}, "cards": {"cards", "gallery"}}


@dataclass(frozen=True, slots=True)
class Headline:
    """The name of a screen or part: `spoken` is its title in the words of the wish, `used` are those of the topic."""

    shape: str
    title: str
    spoken: str
    subject: str
    topic: Topic | None = None
    used: Words = ()

    @property
    def button(self) -> str:
        """The label of the button that submits, by the word that was used; empty without a topic."""
        if self.topic is None:
            return ""
        spoken = {tuple(Phrase(word).words): text for word, text in self.topic.button_as.items()}
        return spoken.get(self.used, self.topic.button)


def headline(found: Description, lexicon: Lexicon) -> Headline:
    """Read the name of a screen or part; its shape is empty when the words name none."""
    item = found.item
    named = item.shape if item.kind == "section" else ""
    found_topics = [entry for entry in lexicon.topics_in(found.whole.words) if _fits(*entry, found, named)]
    topic, used = found_topics[0] if found_topics else (None, ())
    shape = named
    if topic is not None and (
        named in {"", "page"} or _holds_noun(used, found) or topic.shape in _NOUN_SHAPES.get(named, ())
    ):
        shape = topic.shape
    if named == "cards" and shape == "card":
        shape = named  # "product cards" are several
    if shape == "card" and topic is not None and topic.shape == "form":
        shape = "form"
    subject = label(" ".join(part for part in (found.before, found.after) if part))
    spoken = label(_phrase(found, used, shape, lexicon)).rstrip("?")
    name = Headline(shape, "", spoken, subject, topic, used)
    return replace(name, title=_title(name, named, lexicon))


def named_screen(text: str, lexicon: Lexicon) -> Headline | None:
    """The screen that a text is the whole name of: "testimonials", "a newsletter signup"; None for other words."""
    found = describe(Piece(text), lexicon)
    name = headline(found, lexicon)
    whole = name.topic is not None and len(name.used) == len(found.phrase) and name.shape != "page"
    return name if whole else None


def _fits(topic: Topic, used: Words, found: Description, named: str) -> bool:
    """Whether a topic is meant: not in "login button", and not when a table is asked for and the topic is a form."""
    kind = found.item.kind
    if named == "dashboard" and topic.shape == "card":
        return True
    if kind and kind not in {"section", "panel", "region"}:
        return _holds_noun(used, found) or (kind == "field" and len(used) > 1)
    return (
        named in _OPEN or topic.shape == named or topic.shape in _NOUN_SHAPES.get(named, ()) or _holds_noun(used, found)
    )


def _holds_noun(used: Words, found: Description) -> bool:
    """Whether the words of the topic hold the noun itself: "pricing table", "search bar"."""
    noun = found.noun
    return bool(noun) and len(used) > len(noun) - 1 and any(used[i : i + len(noun)] == noun for i in range(len(used)))


def _title(name: Headline, named: str, lexicon: Lexicon) -> str:
    """The topic's title, unless the wish says more than the topic, or the topic has no title that does something."""
    topic = name.topic
    if topic is None:
        one = len(words(name.spoken)) == 1 and lexicon.things.exact(words(name.spoken))
        return plural(name.spoken) if one and name.shape == "table" else name.spoken
    rest = [word for word in Phrase(name.spoken).words if word not in name.used and not _is_shape(word, lexicon)]
    sentence = not named and len(words(name.spoken)) > _MOST_WORDS
    if name.spoken and (rest or name.shape in _SPOKEN) and not sentence:
        return name.spoken
    return name.button if topic.title == topic.button else topic.title


def _phrase(found: Description, used: Words, shape: str, lexicon: Lexicon) -> str:
    """The words of the title, as they were written."""
    item, before, after = found.item, found.before, found.after
    if item.kind != "section":
        return found.phrase.text
    noun = found.noun_text if lexicon.shape(shape).keep else ""
    if not found.joined:
        rest = _without_verb(without_noise(Phrase(found.rest), lexicon)) if item.shape == "dialog" else ""
        return f"{before} {noun}".strip() or rest or found.noun_text
    after = without_noise(Phrase(after), lexicon).text if found.joined == "of" else after
    if shape == "page" and all(word in used for word in Phrase(before).words):
        return after
    if before:
        return f"{before} {noun} {found.joint_text} {after}"
    return f"{after} {noun}" if shape in {"dashboard", "board"} and found.joined == "of" else after


def _without_verb(phrase: Phrase) -> str:
    """`confirming account deletion` → `account deletion`: what a dialog asks, not that it asks."""
    asks = len(phrase) > 1 and phrase.words[0].endswith("ing")
    return phrase.cut(1) if asks else phrase.text


def _is_shape(word: str, lexicon: Lexicon) -> bool:
    noun = lexicon.nouns.exact((word,))
    return noun is not None and noun.kind in {"section", "panel", "region"}
