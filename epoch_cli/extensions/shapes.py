"""What a plugin gives to Epoch, and what it is given: what plugin authors import from `epoch_cli.extensions`.

These names and fields are stable: a field is only ever added, with a default.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from epoch_cli.catalog import Catalog
    from epoch_cli.events import Event

Severity = Literal["error", "warning", "info"]
Grade = Literal["lossless", "lossy"]


# ---------------------------------------------------------------- rules


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that a rule has found.

    Attributes:
        pointer: where, as a JSON pointer into the document (`/root/children/0/props/label`).
        message: what is wrong, one line without a full stop.
        hint: what to do about it, one line.
    """

    pointer: str
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleExtension:
    """A rule about finished documents.

    Attributes:
        code: two to four capital letters, not beginning with E, and three digits: `AC001`. The letters are the
            extension's own.
        name: as in `--select shouting-label`: small letters and hyphens.
        summary: what the rule asks, one line without a full stop.
        check: what is wrong with a document `{root, …}`. It gets a copy of its own. Whatever it raises costs the
            findings of this rule on this document, and nothing else.
        severity: unless the user's configuration says otherwise.
        why, bad, good: for `epoch rules CODE`: a paragraph, and two documents as JSON.
    """

    code: str
    name: str
    summary: str
    check: Callable[[dict[str, Any], Catalog], Iterable[Problem]]
    severity: Severity = "warning"
    why: str = ""
    bad: str = ""
    good: str = ""


# ---------------------------------------------------------------- repairs


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairExtension:
    """A way to mend findings: those that refuse a patch, and those of `epoch validate --fix`.

    Attributes:
        name: small letters and hyphens; recorded as `EXTENSION/NAME`.
        grade: `lossless` keeps everything that was meant; `lossy` guesses, and is made with `--fix all` or
            `--unsafe-fixes` alone.
        codes: the rules whose findings it can mend: Epoch's own, or those of an extension.
        mend: JSON Patch operations (RFC 6902) on the document that mend one finding, or None. It gets a copy of the
            document with the finding in it, the code of its rule, and its JSON pointer. Operations are `add`,
            `replace`, `remove` and `move`, below `/root`; none takes a node out. For a refused patch they may only
            change what the patch writes.
    """

    name: str
    grade: Grade
    codes: Sequence[str]
    mend: Callable[[dict[str, Any], str, str, Catalog], Sequence[Mapping[str, Any]] | None]


# ---------------------------------------------------------------- providers


@dataclass(frozen=True, slots=True)
class Opening:
    """What a provider is opened with.

    Attributes:
        model: what the user named with `-m`; empty for the default.
        key: the key that was found for this provider, None for none. No other provider's key is ever here.
    """

    model: str
    key: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderExtension:
    """A provider, called as its entry point or file is: `epoch gen -p NAME`. It is never chosen unless it is named.

    Attributes:
        row: the provider as data, with the keys of `[providers.NAME]` in the user's configuration (`base-url`,
            `dialect`, `key-variables`, …); it may name no key of another provider.
        models: rows as of `[[models]]`, without `provider`.
        open: instead of a row: gives something with one of these methods, each taking a `Request`:
            `stream`, an async iterator of parts (`TextPart`, `ThinkingPart`, `UsagePart`, … and a `FinishPart` last);
            `complete`, the whole answer as a str; or `json`, as an object `{"patches": […]}`; these two may be async.
            It may have `model`, the model that answers, and `rules`, True for one that is no model: it is told nothing
            of what was wrong, and asked nothing twice. `ProviderError` says what went wrong; whatever else it raises
            ends the attempt as one.
        title: what people read.
        key_variables: the environment variables that its key may be in, for `open`; `epoch keys set NAME` comes after.
        needs_key: without a key there is nothing to ask.
    """

    row: Mapping[str, Any] | None = None
    models: Sequence[Mapping[str, Any]] = ()
    open: Callable[[Opening], Any] | None = None
    title: str = ""
    key_variables: Sequence[str] = ()
    needs_key: bool = False


# ---------------------------------------------------------------- readers


class OutputStream(Protocol):
    """Where a reader writes: stdout, or the file of `-o`."""

    def write(self, data: bytes, /) -> int:
        """Write some; gives how many bytes."""

    def flush(self) -> None:
        """Nothing is kept back: what was written goes on when the reader returns."""


class EventReader(Protocol):
    """Makes data of a run. It may have `pass_over(event)` for what came before the part of `replay --from`."""

    def feed(self, event: Event, /) -> None:
        """Take in the next event; it is the reader's own copy."""

    def close(self) -> None:
        """The run is over: write what comes at the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderExtension:
    """A format of `gen`, `apply` and `replay`: `--format NAME`, called as its entry point or file is.

    Attributes:
        open: gives a reader that writes to the stream.
        summary: what it writes, one line.
    """

    open: Callable[[OutputStream], EventReader]
    summary: str = ""
