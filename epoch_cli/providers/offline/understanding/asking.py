"""What asks for values where nobody says "form": a dialog, a section, a tab or a page that names fields."""

from __future__ import annotations

from epoch_cli.providers.offline.knowledge.lexicon import Lexicon
from epoch_cli.providers.offline.knowledge.phrasebook import words
from epoch_cli.providers.offline.knowledge.safety import same
from epoch_cli.providers.offline.understanding.context import default_kind
from epoch_cli.providers.offline.understanding.evidence import likely_shape
from epoch_cli.providers.offline.understanding.phrases import Phrase
from epoch_cli.providers.offline.understanding.wish import ASKING, Item, Wish

_DATA = ASKING | {"fact", "panel"}
_NAMED = frozenset({"fact", "panel", "text"})
"""Kinds of what was named where nothing says that it is asked for."""


def ask_in_dialogs(screen: Wish, lexicon: Lexicon) -> None:
    """A dialog that asks for something holds fields: words that nobody knows are one as well, and no text."""
    for wish in screen.walk():
        if wish.shape != "dialog" or not wish.of("field", "choice"):
            continue
        texts = lexicon.shape("dialog").texts
        for item in wish.of("text"):
            if not (item.named or item.verbatim or any(same(item.label, entry) for entry in texts)):
                item.kind = "field"


def ask_in_regions(screen: Wish, lexicon: Lexicon) -> None:
    """A section that holds controls asks for all that it names: "volume slider, theme (light, dark)"."""
    for wish in screen.walk():
        if wish.shape not in {"region", "page"} or not any(item.named for item in wish.of(*ASKING)):
            continue
        for item in wish.of("fact", "panel"):
            if item.options:
                item.kind = "choice"
            elif item.kind == "fact" and not item.note and lexicon.is_control(item.label) and wish.shape == "region":
                item.kind = "field"


def ask_for_subjects(screen: Wish, lexicon: Lexicon) -> None:
    """A form for what is the name of a field asks for that: "settings with a form for team name"."""
    for wish in screen.walk():
        told = wish.items or wish.parts or wish.shape != "form" or wish is screen
        if not told and lexicon.knows_field(wish.subject) and lexicon.topics.exact(words(wish.subject)) is None:
            wish.items.append(Item("field", wish.subject))


def ask_in_steps(screen: Wish, lexicon: Lexicon) -> None:
    """Steps that nobody called so, and that are names of fields, are one form: "onboarding: name, email, password"."""
    steps = screen.of("step")
    told = "step" in screen.counts or any(item.named or item.panel is not None or item.verbatim for item in steps)
    known = [item for item in steps if lexicon.knows_field(item.label)]
    stepped = lexicon.book("stepped").all(words(screen.asked))
    if told or stepped or len(known) < 2 or len(known) * 2 < len(steps):
        return
    for item in steps:
        item.kind = "field"
    screen.shape, screen.topic = "form", None


def ask_in_tabs(screen: Wish, lexicon: Lexicon) -> None:
    """A tab that holds nothing but names of fields holds a form: "tabs: Profile (display name, bio)".

    "Details" and "Summary" show what is known, unless the tabs beside them ask for something.
    """
    for wish in screen.walk():
        asks = False
        for tab in sorted(wish.of("tab"), key=lambda tab: _shows(tab, lexicon)):
            inside = tab.panel
            if inside is None or inside.topic is not None or (_shows(tab, lexicon) and not asks):
                continue
            if become_form(inside, lexicon):
                tab.panel = Wish("page", subject=inside.subject, parts=[inside])
                asks = True


def _shows(tab: Item, lexicon: Lexicon) -> bool:
    return likely_shape(Phrase(tab.label), [], lexicon) == "card"


def become_form(wish: Wish, lexicon: Lexicon) -> bool:
    """Make a form of a page that holds nothing but names of fields; False for other pages."""
    data = [item for item in wish.items if item.kind in _DATA or (item.kind == "text" and not item.named)]
    known = [item for item in data if item.kind != "panel" or _tells_field(item.label, lexicon)]
    shows = wish.shape != "page" or wish.parts or wish.of("image") or any(item.note for item in data)
    if shows or not known or len(known) * 2 < len(data):
        return False
    wish.shape = "form"
    for item in data:
        item.kind = default_kind(item.label, wish, lexicon) if item.kind in _NAMED else item.kind
    return True


def _tells_field(text: str, lexicon: Lexicon) -> bool:
    """Whether words in a label say what field it is: "from location", "date moved"."""
    fact = lexicon.field_fact(text)
    return bool(fact.type or fact.samples)
