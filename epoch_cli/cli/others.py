"""Who could write instead of the one that writes now, for a screen that asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from epoch_cli.providers.opening import Surroundings, open_with_model
from epoch_cli.providers.table import OFFLINE
from epoch_cli.tui.wishes import Author

if TYPE_CHECKING:
    from epoch_cli.providers import Provider


class Others:
    """All who could write, from the table of providers, the configuration and the keys there are.

    Args:
        surroundings: where providers are opened from.
        first: who writes at first.
    """

    def __init__(self, surroundings: Surroundings, first: Provider) -> None:
        self._surroundings = surroundings
        self._first = first

    def authors(self, asked: Sequence[tuple[str, str]] = ()) -> list[Author]:
        """All of them: of providers that can be asked every known model, of the others why they cannot be.

        Args:
            asked: provider and model of each that was asked so far, the last one last.

        Raises:
            ConfigError: the user's rows, or the file of keys, cannot be used.
        """
        now = asked[-1] if asked else (self._first.name, self._first.model)
        authors = [
            Author(name, title, note, now=provider == now[0] and model in {"", now[1]})
            for name, title, note, provider, model in self._rows()
        ]
        if not any(author.now for author in authors):  # a recorded session, or a model that the table does not know
            provider, model = now
            title = self._first.title if now == (self._first.name, self._first.model) else f"{provider} {model}".strip()
            authors.insert(0, Author(_name(provider, model), title, now=True))
        return authors

    async def open(self, name: str) -> Provider:
        """The provider of an author's name.

        Raises:
            EpochError: it cannot be asked.
        """
        provider, _, model = name.partition("/")
        if provider == self._first.name and provider not in {OFFLINE, *self._surroundings.table().providers}:
            return self._first
        return await open_with_model(provider, model, self._surroundings)

    def _rows(self) -> Iterator[tuple[str, str, str, str, str]]:
        """Name, title, note, provider and model of each, those that can be asked first."""
        from epoch_cli.cli.providers import facts_of

        yield OFFLINE, "offline composer (rules, not a model)", "", OFFLINE, ""
        table, facts = self._surroundings.table(), facts_of(self._surroundings)
        for each in facts:
            if each.ready:
                row = each.row
                default = table.default_model(row)
                models = [*filter(None, [default]), *(model for model in table.models_of(row) if not model.gone)]
                for model in dict.fromkeys(model.id for model in models) or [""]:
                    yield _name(row.name, model), f"{row.title} {model}".strip(), "", row.name, model
        for each in facts:
            if not each.ready:
                variables = each.row.key_variables
                note = each.missing or (f"no key: set {variables[0]}" if variables else "no key")
                yield each.row.name, each.row.title, note, each.row.name, each.row.model


def _name(provider: str, model: str) -> str:
    return f"{provider}/{model}" if model else provider
