"""All extensions of one command: found at once, loaded when they are asked for, each at most once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from epoch_cli.errors import ConfigError
from epoch_cli.extensions.entries import FOLDER, NAME, Entry, Kind, find_folder
from epoch_cli.extensions.installed import installed_entries

if TYPE_CHECKING:
    from epoch_cli.config.cache import Cache
    from epoch_cli.extensions.consent import TrustStore
    from epoch_cli.extensions.isolation import Isolation
    from epoch_cli.extensions.project import ProjectFiles
    from epoch_cli.extensions.readers import ReaderOutput
    from epoch_cli.providers.added import AddedProvider, AddedProviders
    from epoch_cli.validation.additions import AddedRule, Additions, Notes
    from epoch_cli.validation.fixes.table import Row


class Found(NamedTuple):
    """The extensions that may be loaded, and those of the project that may not.

    Attributes:
        entries: in the order in which they come: installed ones before the project's.
        project: what the project has; None for nothing.
        distrust: why that may not be loaded; empty where it may.
    """

    entries: Sequence[Entry] = ()
    project: ProjectFiles | None = None
    distrust: str = ""


def find_extensions(path: Iterable[str], here: Path, cache: Cache, store: Callable[[], TrustStore]) -> Found:
    """What there is for a command that runs in a folder. Nothing is imported, and nothing of the project compiled.

    Args:
        path: as `sys.path`.
        here: the folder.
        cache: for what distributions declare.
        store: the user's consents, which are only asked for where there is something to consent to.
    """
    installed = installed_entries(path, str(here), cache)
    folder = find_folder(here)
    if folder is None:
        return Found(installed)
    from epoch_cli.extensions.project import ProjectFiles, read_files  # noqa: PLC0415  few projects have any

    try:
        files = read_files(folder)
        entries = files.entries()
        if not entries and not files.trouble:
            return Found(installed)
        if files.trouble:
            return Found(installed, files, files.trouble)
        if not store().covers(folder, files.digests):
            return Found(installed, files, "it is not trusted, or has changed since it was")
    except ConfigError as error:
        return Found(installed, ProjectFiles(folder, {}, error.message), error.message)
    return Found([*installed, *entries], files)


class Extensions:
    """The extensions of a command.

    Args:
        found: what there is.
        notes: where it is said what of it fails, once each.
        traces: whether that comes with tracebacks.
    """

    def __init__(self, found: Found, notes: Notes, *, traces: bool = False) -> None:
        self.found = found
        self.notes = notes
        self._traces = traces
        self._loaded: dict[Entry, Any] = {}

    @cached_property
    def isolation(self) -> Isolation:
        """Runs them."""
        from epoch_cli.extensions.isolation import Isolation  # noqa: PLC0415  only where there is one

        return Isolation(self.notes, traces=self._traces)

    def of(self, *kinds: Kind) -> list[Entry]:
        """Those of some kinds that have a name of their own; of the others it is said why they are left out."""
        kept: dict[tuple[str, str], Entry] = {}
        for entry in self.found.entries:
            if entry.kind not in kinds:
                continue
            if not NAME.fullmatch(entry.name):
                self.isolation.tell(entry, "has no name that can be used: small letters, digits, - and _")
            elif (first := kept.setdefault((entry.kind, entry.name), entry)) is not entry:
                self.isolation.tell(entry, f"has the name of {first.title}")
        return list(kept.values())

    def names(self, kind: Kind) -> list[str]:
        """What those of a kind are called."""
        return [entry.name for entry in self.of(kind)] if self.found.entries else []

    def claims(self, kind: Kind, name: str) -> None:
        """Say that a name is Epoch's own, or the user's, where an extension has it, too."""
        for entry in self.of(kind) if self.found.entries else ():
            if entry.name == name:
                self.isolation.tell(entry, "has a name that is not free")

    def load(self, entry: Entry) -> Any:
        """The object of an extension, or `FAILED`."""
        if entry not in self._loaded:
            from epoch_cli.extensions.loading import load_object  # noqa: PLC0415  only where there is one

            self._loaded[entry] = self.isolation.load(entry, lambda: load_object(entry))
        return self._loaded[entry]

    # ------------------------------------------------------------ by kind

    @cached_property
    def additions(self) -> Additions | None:
        """The rules and repairs, for a `Selection`; None for none."""
        kinds = {entry.kind for entry in self.found.entries} & {"rules", "repairs"}
        if not kinds:
            return None
        from epoch_cli.validation.additions import Additions  # noqa: PLC0415  only where there is one

        names = [f"{each.kind} {each.name} {each.origin} {each.identity}" for each in self.of("rules", "repairs")]
        return Additions(names, self._rules, self._repairs, self.notes)

    def _rules(self) -> Mapping[str, AddedRule]:
        from epoch_cli.extensions.isolation import FAILED  # noqa: PLC0415  only where there is one
        from epoch_cli.extensions.rules import rules_of  # noqa: PLC0415  as above

        rules: dict[str, AddedRule] = {}
        for entry in self.of("rules"):
            found = self.load(entry)
            if found is not FAILED:
                made = self.isolation.call(entry, "to load", rules_of, entry, found, self.isolation, rules)
                rules |= {} if made is FAILED else {each.rule.code: each for each in made}
        return rules

    def _repairs(self) -> Mapping[str, Sequence[Row]]:
        from epoch_cli.extensions.isolation import FAILED  # noqa: PLC0415  only where there is one
        from epoch_cli.extensions.repairs import repairs_of  # noqa: PLC0415  as above

        rows: dict[str, list[Row]] = {}
        for entry in self.of("repairs"):
            found = self.load(entry)
            made = (
                FAILED
                if found is FAILED
                else self.isolation.call(entry, "to load", repairs_of, entry, found, self.isolation)
            )
            for code, row in () if made is FAILED else made:
                rows.setdefault(code, []).append(row)
        return rows

    @property
    def providers(self) -> AddedProviders | None:
        """The providers; None for none."""
        return _Providers(self) if any(entry.kind == "providers" for entry in self.found.entries) else None

    def reader(self, name: str, write: Callable[[bytes], None]) -> ReaderOutput | None:
        """What writes a run in the format of a name; None where there is none, or it cannot be used."""
        from epoch_cli.extensions.isolation import FAILED  # noqa: PLC0415  only where there is one
        from epoch_cli.extensions.readers import ReaderOutput  # noqa: PLC0415  as above
        from epoch_cli.extensions.shapes import ReaderExtension  # noqa: PLC0415  as above

        for entry in self.of("readers"):
            found = self.load(entry) if entry.name == name else FAILED
            if found is not FAILED and not isinstance(found, ReaderExtension):
                self.isolation.tell(entry, f"failed to load: expected ReaderExtension, got {type(found).__name__}")
            elif found is not FAILED:
                return ReaderOutput(entry, found, self.isolation, write)
        return None

    def load_all(self, taken: Mapping[Kind, Collection[str]], secrets: Collection[str]) -> None:
        """Load every one, so that the notes have what is wrong with each.

        Args:
            taken: the names that are not free, by kind.
            secrets: the variables of keys that are no extension's.
        """
        if self.additions is not None:
            self.additions.rules  # noqa: B018  loading them is what it is for
            self.additions.repairs  # noqa: B018  as above
        for kind, names in taken.items():
            for name in self.names(kind):
                if name in names:
                    self.claims(kind, name)
                elif kind == "readers":
                    self.reader(name, lambda _: None)
                elif self.providers is not None:
                    self.providers.find(name, secrets)

    @property
    def untrusted(self) -> str:
        """The line for a project whose extensions are left out; empty for none."""
        if self.found.project is None or not self.found.distrust:
            return ""
        trouble = self.found.project.trouble
        why = f"cannot be trusted ({trouble})" if trouble else "are not trusted (epoch trust)"
        return f"epoch: {FOLDER}/ holds extensions that {why}"


class _Providers:
    """The providers of extensions, for `providers/opening.py`."""

    def __init__(self, extensions: Extensions) -> None:
        self._extensions = extensions
        self.names: Collection[str] = extensions.names("providers")
        self._found: dict[str, AddedProvider | None] = {}

    def find(self, name: str, secrets: Collection[str]) -> AddedProvider | None:
        """As `AddedProviders.find`."""
        if name not in self._found:
            self._found[name] = self._find(name, secrets)
        return self._found[name]

    def _find(self, name: str, secrets: Collection[str]) -> AddedProvider | None:
        from epoch_cli.extensions.isolation import FAILED  # noqa: PLC0415  only where there is one
        from epoch_cli.extensions.providers import added_provider  # noqa: PLC0415  as above

        extensions = self._extensions
        for entry in extensions.of("providers"):
            found = extensions.load(entry) if entry.name == name else FAILED
            if found is not FAILED:
                made = extensions.isolation.call(
                    entry, "to load", added_provider, entry, found, extensions.isolation, secrets
                )
                return None if made is FAILED else made
        return None
