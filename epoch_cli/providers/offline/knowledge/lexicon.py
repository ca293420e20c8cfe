"""What the composer knows of a text: `presets/*/patterns/*.toml`, asked by words.

The knowledge is data of the preset (`words`, `fields`, `screens`, `things`; each file explains itself). A preset
without patterns gives an empty lexicon, and then the composer knows nouns of no language: it still shows the words of
the wish in what the design system has.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from epoch_cli.catalog import Catalog
from epoch_cli.providers.offline.knowledge.books import Knowledge
from epoch_cli.providers.offline.knowledge.facts import Action, Noun, Shape, Sign, Thing, Topic
from epoch_cli.providers.offline.knowledge.fieldbook import FieldFact
from epoch_cli.providers.offline.knowledge.indexes import FORMAT, indexes
from epoch_cli.providers.offline.knowledge.phrasebook import Phrasebook, Words, words
from epoch_cli.providers.offline.knowledge.safety import clean

__all__ = ["Action", "Lexicon", "Noun", "Shape", "Sign", "Thing", "Topic", "compile_lexicon", "lexicon_of"]


class Lexicon(Knowledge):
    """All knowledge of a preset about wishes, in English and in one more language: `language`, empty for none."""

    def book(self, name: str) -> Phrasebook[bool]:
        """Words of one use out of the table `noise`; a book without entries when the preset has none."""
        return self.noise.get(name) or Phrasebook()

    def shape(self, name: str) -> Shape:
        """How parts of this shape read their items."""
        return self.shapes.get(name) or Shape()

    def phrase(self, name: str) -> str:
        """A word or sentence shown when the wish gives none; the name itself when the preset has no such phrase."""
        return self.phrases.get(name, name.capitalize())

    def named(self, english: str) -> str:
        """What the language of this lexicon calls what it knows by an English word; the word itself otherwise."""
        return self.labels.exact(words(english)) or english

    def english(self, label: str) -> str:
        """What is called so in the language of this lexicon, in English; empty when it is not known."""
        return self.english_names.get(label.casefold(), "")

    def field_fact(self, label: str) -> FieldFact:
        """What is known about a field of this label: as a whole, or by the words in it that say most."""
        known = (self.fields.exact(words(bare)) for bare in self.inflection.bare(label))
        found = self.fields.fact(label)
        return found if found.exact or found.type else next((fact for fact in known if fact is not None), found)

    def is_control(self, label: str) -> bool:
        """Whether this label as a whole is a field that has a control of its own kind, such as an email."""
        fact = self.fields.exact(words(label))
        known = fact is not None and bool(fact.type or fact.autocomplete or fact.options)
        return known or self.groups.exact(words(label)) is not None

    def knows_field(self, label: str) -> bool:
        """Whether this label as a whole is a field or a group of fields."""
        spelled = words(label)
        return self.fields.exact(spelled) is not None or self.groups.exact(spelled) is not None

    def topics_in(self, text: Words) -> list[tuple[Topic, Words, int]]:
        """The topics whose words stand in the text, and where: the most words first, then the last of the first phrase.

        "event timeline" is a timeline, "contact our support team" a contact form: an article begins another phrase.
        """
        breaks = [index for index, word in enumerate(text) if self.opens_phrase(word)]
        found = sorted(
            self.topics.all(text),
            key=lambda match: (match.start - match.end, sum(at < match.start for at in breaks), -match.start),
        )
        return [(self.topic_rows[match.value], text[match.start : match.end], match.start) for match in found]

    def opens_phrase(self, word: str) -> bool:
        """Whether a word is an article or joins what follows to what stands before."""
        articles = self.noise.get("articles")
        return self.connectors.exact((word,)) is not None or (articles is not None and bool(articles.exact((word,))))

    def likely_topic(self, text: Words) -> Topic | None:
        """The topic that is most like a text which has none of its phrases; None when none is like it."""
        number = self.ranking.best([word for word in text if word not in self.vague])
        return None if number is None else self.topic_rows[number]

    def is_telling(self, text: Words) -> bool:
        """Whether some word says what a screen is about, and not only how it is built: "request", "page"."""
        return any(word not in self.vague for word in text)

    def thing(self, text: str) -> Thing | None:
        """The thing that a subject such as "recent orders" is about: the last one that is named."""
        found = self.things.all(words(text))
        return found[-1].value if found else None

    def action(self, label: str) -> Action:
        """What a button with this label does."""
        found = self.actions.at(words(label), 0)
        return found.value if found else Action()

    def sample(self, label: str, number: int) -> str:
        """A sample value for a label, the same for the same number; empty when none is known."""
        values = self.field_fact(label).samples
        return self.figure(label, number) or (values[number % len(values)] if values else "")

    def figure(self, label: str, number: int) -> str:
        """A sample value of a metric or a fact, such as a temperature; empty when none is known."""
        match = self.samples.ending(words(label))
        return match.value[number % len(match.value)] if match else ""

    def is_listed(self, name: str, label: str) -> bool:
        """Whether a label is an entry of a list of samples, as it stands there or as the language calls it."""
        spelled = words(label)
        return any(spelled in (words(entry), words(self.named(entry))) for entry in self.sample_lists.get(name, ()))

    def listed(self, name: str, number: int) -> str:
        """The entry of a list of samples, from its start again when it is too short."""
        values = self.sample_lists.get(name) or ("",)
        return values[number % len(values)]


_MEMO = "offline composer"
"""Where a catalog keeps what was compiled from it: compiling costs more than composing."""


def lexicon_of(catalog: Catalog, text: str = "") -> Lexicon:
    """What a catalog knows, in English and in the language of a text; compiled once for each language."""
    language = catalog.patterns.language_of(clean(text))
    kept: dict[str, Lexicon] = catalog.memo.setdefault(_MEMO, {})
    if language not in kept:
        tables = catalog.patterns.tables(language)
        index = catalog.patterns.kept(f"index-{FORMAT}-{language}", lambda: indexes(tables))
        kept[language] = Lexicon(tables, language, index)
    return kept[language]


def compile_lexicon(tables: Mapping[str, Any], language: str = "") -> Lexicon:
    """The lexicon of the tables of `patterns/*.toml`; whatever is missing is empty."""
    return Lexicon(tables, language)
