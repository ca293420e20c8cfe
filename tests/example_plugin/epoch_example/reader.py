"""A format: how many events there were of each kind, as TSV."""

from __future__ import annotations

from collections import Counter

from epoch_cli.extensions import Event, OutputStream, ReaderExtension


class Counting:
    """Writes nothing before the end."""

    def __init__(self, stream: OutputStream) -> None:
        self.stream = stream
        self.kinds: Counter[str] = Counter()

    def feed(self, event: Event) -> None:
        """Count one more."""
        self.kinds[event.kind] += 1

    def close(self) -> None:
        """A line for each kind."""
        for kind, number in sorted(self.kinds.items()):
            self.stream.write(f"{kind}\t{number}\n".encode())


extension = ReaderExtension(open=Counting, summary="how many events there were of each kind, as TSV")
