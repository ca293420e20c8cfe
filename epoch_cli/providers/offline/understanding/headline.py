"""What a whole screen or a part of it is called, and which shape and topic its name asks for.

"hotel booking form"        →  shape form, topic hotel booking, title `Hotel booking`
"data table of orders"      →  shape table, title `Orders`
"CRM dashboard"             →  shape dashboard, title `CRM dashboard`
"form to add a product"     →  shape form, title `Add a product`
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from epoch_cli.providers.offline.knowledge.lexicon import Lexicon, Topic
from epoch_cli.providers.offline.knowledge.phrasebook import Words, plural, words
from epoch_cli.providers.offline.understanding.describe import Description, describe
from epoch_cli.providers.offline.understanding.evidence import certain_shape, core_length, deed
from epoch_cli.providers.offline.understanding.nouns import NO_NOUN
from epoch_cli.providers.offline.understanding.phrases import Phrase, is_purpose, label, without_noise, without_praise
from epoch_cli.providers.offline.understanding.pieces import Piece

_OPEN = frozenset({"", "form", "page", "dialog", "card", "bare", "steps"})
"""Shapes that take any topic; a table of contacts is no contact form."""

_SPOKEN = frozenset({"checklist", "card", "cards", "list", "table", "board", "gallery", "dashboard"})
"""Shapes that keep the words of the wish as their title, where a form has a title that says what it does."""

_MOST_WORDS = 4
"""Words of a title without a noun for a screen; with more it is a sentence ("let people subscribe to …")."""

_ASKS = frozenset({"field", "choice", "checkbox", "question", "plan", "tab", "step", "lane"})
"""Kinds of nouns that may be a whole screen by themselves."""

_SHAPED = frozenset({"section", "panel", "region"})
"""Kinds of nouns that say how something is built, and not what it is."""

_TOLD = frozenset({"dialog", "empty"})
"""Shapes that are called by what is said behind their noun."""

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
    told = Phrase(found.before) if named == "page" else found.phrase
    state = "" if item.kind and named != "page" else certain_shape(told, lexicon)
    if state:
        return Headline(state, label(told.text), label(told.text), label(told.text))
    topic, used = _topic(found, named, lexicon)
    shape = named
    if topic is not None and (
        named in {"", "page"} or _holds_noun(used, found) or topic.shape in _NOUN_SHAPES.get(named, ())
    ):
        shape = topic.shape
    listed = lexicon.signs["last"].ending(Phrase(found.before).words) if shape == "page" and topic is None else None
    if listed is not None and listed.value.shape == "table":
        shape = "table"  # "order history page"
    if named == "cards" and shape == "card":
        shape = named  # "product cards" are several
    if shape == "card" and topic is not None and topic.shape == "form":
        shape = "form"
    joint = found.joint_text if found.before and found.after else ""
    subject = label(" ".join(part for part in (found.before, joint, found.after) if part))
    spoken = label(without_where(_phrase(found, used, shape, lexicon), lexicon)).strip("¿?")
    name = Headline(shape, "", spoken, subject, topic, used)
    return replace(name, title=_title(name, named, lexicon))


def where_starts(phrase: Phrase, lexicon: Lexicon) -> int:
    """Where the words begin that say what people can do there: "where people can book a stay"; the end for none."""
    where, able = lexicon.book("where"), lexicon.book("able")
    for index in range(len(phrase)):
        match = where.at(phrase.words, index)
        if match is not None and any(able.at(phrase.words, behind) for behind in range(match.end, len(phrase))):
            return index
    return len(phrase)


def without_where(text: str, lexicon: Lexicon) -> str:
    """The name of a screen without what people can do there; the text itself when it says nothing else."""
    phrase = Phrase(text)
    end = where_starts(phrase, lexicon)
    return phrase.cut(0, end) if 0 < end < len(phrase) else text


def named_screen(text: str, lexicon: Lexicon) -> Headline | None:
    """The screen that a text is the whole name of: "testimonials", "a newsletter signup"; None for other words."""
    found = describe(Piece(text), lexicon)
    name = headline(found, lexicon)
    whole = name.topic is not None and len(name.used) == len(found.phrase) and name.shape != "page"
    return name if whole else None


def _topic(found: Description, named: str, lexicon: Lexicon) -> tuple[Topic | None, Words]:
    """The topic that a name is about, and its words in it.

    What stands behind `for` says for whom or what for, and counts only where nothing is named before it: "checkout for
    a hotel" is a checkout, "form for a job application" an application. Articles do not count.
    """
    whole = found.whole
    stop = _purpose_start(whole, lexicon)
    book = lexicon.book("articles")
    articles = {index for index, word in enumerate(whole.words) if book.exact((word,))}
    every = list(range(len(whole)))
    for places in (every, [index for index in every if index not in articles]):
        spoken = tuple(whole.words[index] for index in places)
        for topic, used, start in _candidates(spoken, lexicon):
            taken = places[start : start + len(used)]
            if (taken[0] and _means_another(topic, used, lexicon)) or _is_done_to(topic, used, found, lexicon):
                continue
            if named == "card" and topic.shape == "form" and lexicon.things.exact(used) is not None:
                continue  # a "book card" shows a book
            if _is_in_compound(whole, taken, lexicon):
                continue
            if taken[0] < stop and _fits(topic, used, found, named) and not _is_several(topic, whole, taken):
                return topic, used
    return None, ()


def _candidates(spoken: Words, lexicon: Lexicon) -> list[tuple[Topic, Words, int]]:
    """The topics in some words and where: a verb at their start first, as in "register your team"."""
    found = lexicon.topics_in(spoken)
    return sorted(found, key=lambda entry: entry[2] > 0 or not _is_verb(entry[1], spoken, lexicon))


def _is_verb(used: Words, spoken: Words, lexicon: Lexicon) -> bool:
    """Whether words at a start are a verb: "register your team", "pay"; "book club signup" begins with a noun."""
    following = spoken[len(used) : len(used) + 1]
    return lexicon.signs["first"].exact(used) is not None and (not following or lexicon.opens_phrase(following[0]))


def _purpose_start(phrase: Phrase, lexicon: Lexicon) -> int:
    """Where the words begin that say for whom or what for, when something is named before them."""
    for index in range(1, len(phrase)):
        if is_purpose(phrase, index, lexicon):
            named = without_noise(Phrase(phrase.cut(0, index)), lexicon, head=True)
            told = Phrase(without_praise(named.text, lexicon))
            nouns = sum(
                match.end - match.start for match in lexicon.nouns.all(told.words) if match.value.kind in _SHAPED
            )
            return index if len(told) > nouns else len(phrase)
    return len(phrase)


def _means_another(topic: Topic, used: Words, lexicon: Lexicon) -> bool:
    """Whether the words mean something else where they are no verb: a "sheep register" lists sheep."""
    sign = lexicon.signs["last"].exact(used)
    return sign is not None and sign.shape != topic.shape


def _is_done_to(topic: Topic, used: Words, found: Description, lexicon: Lexicon) -> bool:
    """Whether something is done to what the topic is about: "edit a recipe", "recipe submission", "volunteer log"."""
    page = found.item.kind == "section" and found.item.shape == "page"
    if found.item.kind and not page:
        return False
    told = Phrase(found.before) if page else found.whole
    verb = deed(told, lexicon) if topic.shape != "form" and not page else None
    noun = lexicon.signs["last"].ending(told.words, core_length(told, lexicon))
    named = verb is not None and len(used) > verb.end and used == told.words[: len(used)]  # "order summary"
    by_verb = verb is not None and verb.value.shape == "form" and verb.end < len(told) and not named
    if by_verb or noun is None or not noun.start or noun.value.shape == topic.shape:
        return by_verb
    return not set(told.words[noun.start : noun.end]) <= set(used)


def _is_in_compound(phrase: Phrase, places: list[int], lexicon: Lexicon) -> bool:
    """Whether the words are a part of a compound that means something else: a "lesson plan" has no price."""
    compounds = [match for match in lexicon.nouns.all(phrase.words) if match.value.kind == NO_NOUN]
    return any(
        match.start <= places[0] and places[-1] < match.end and len(places) < match.end - match.start
        for match in compounds
    )


def _is_several(topic: Topic, phrase: Phrase, places: list[int]) -> bool:
    """Whether a form or card is named in the plural, and so many of them are meant: "bookings", but not "settings"."""
    listed = {word for entry in topic.words for word in entry.casefold().split()}
    return topic.shape in {"form", "card", "page"} and any(
        phrase.plural(index) and phrase.raw(index) not in listed for index in places
    )


def _fits(topic: Topic, used: Words, found: Description, named: str) -> bool:
    """Whether a topic is meant: not in "login button", and not when a table is asked for and the topic is a form."""
    kind = found.item.kind
    if named == "dashboard" and topic.shape == "card":
        return True
    if kind and kind not in _SHAPED:
        more = len(used) > len(found.noun) or kind in _ASKS  # "search bar", but an "alert" is no form to set one
        return (more and _holds_noun(used, found)) or (kind == "field" and len(used) > 1)
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
        one = not lexicon.language and len(words(name.spoken)) == 1 and lexicon.things.exact(words(name.spoken))
        return plural(name.spoken) if one and name.shape == "table" else name.spoken
    rest = [word for word in Phrase(name.spoken).words if word not in name.used and not _is_shape(word, lexicon)]
    sentence = not named and len(words(name.spoken)) > _MOST_WORDS
    if name.spoken and (rest or name.shape in _SPOKEN) and not sentence:
        return name.spoken
    return name.button if topic.title == topic.button else topic.title or name.spoken


def _phrase(found: Description, used: Words, shape: str, lexicon: Lexicon) -> str:
    """The words of the title, as they were written."""
    before, after = found.before, found.after
    noun = found.noun_text if lexicon.shape(shape).keep else ""
    if found.item.kind != "section" or (noun and lexicon.nouns_first and _holds_noun(used, found)):
        return found.phrase.text  # "lista de tareas" is one name
    if not found.joined:
        rest = _told_behind(found, lexicon)
        named = "" if found.item.shape == "empty" and rest else f"{before}{found.gap if noun else ''}{noun}".strip()
        return named or rest or found.noun_text
    after = without_noise(Phrase(after), lexicon).text if found.joined == "of" else after
    if before and not (shape == "page" and all(word in used for word in Phrase(before).words)):
        named = noun if found.gap == " " else found.noun_text
        return f"{before}{found.gap}{named} {found.joint_text} {after}"
    if before or shape not in {"dashboard", "board"} or found.joined != "of":
        return after
    return f"{noun} {found.joint_text} {after}" if lexicon.nouns_first else f"{after} {noun}"


def _told_behind(found: Description, lexicon: Lexicon) -> str:
    """The words behind a noun that say what a dialog asks, or when an empty state is shown."""
    if found.item.shape not in _TOLD:
        return found.rest if lexicon.nouns_first else ""
    return _without_verb(without_noise(Phrase(found.rest), lexicon), lexicon)


def _without_verb(phrase: Phrase, lexicon: Lexicon) -> str:
    """`confirming account deletion` → `account deletion`, `when no shifts are planned` → `no shifts are planned`."""
    match = lexicon.book("clause").at(phrase.words, 0)
    if match is not None and match.end < len(phrase):
        return phrase.cut(match.end)
    asks = len(phrase) > 1 and phrase.words[0].endswith("ing")
    return phrase.cut(1) if asks else phrase.text


def _is_shape(word: str, lexicon: Lexicon) -> bool:
    noun = lexicon.nouns.exact((word,))
    return noun is not None and noun.kind in _SHAPED
