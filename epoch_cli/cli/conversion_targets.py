"""Where what is converted goes: stdout, one file, or a file each in a folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePath

from epoch_cli.convert.formats import Format
from epoch_cli.errors import UsageError
from epoch_cli.linting.sources import Source
from epoch_cli.output.saving import FileOutput

_STDOUT = Path("-")


class Targets:
    """Finds the file for each source; made by `of`.

    Args:
        files: by the identity of a source; none where it all goes to stdout.
        force: they may replace others.
    """

    def __init__(self, files: dict[int, Path], *, force: bool) -> None:
        self._files = files
        self._force = force
        self._written: set[Path] = set()

    @classmethod
    def of(cls, sources: Sequence[Source], output: Path | None, target: Format, *, force: bool) -> Targets:
        """The targets of an `-o` flag.

        Raises:
            UsageError: several files would go to one place.
        """
        if output is None or output == _STDOUT:
            if len(sources) > 1:
                raise UsageError("several files do not go to stdout", remedy="give a folder for them: -o FOLDER")
            return cls({}, force=force)
        if not output.is_dir():
            if len(sources) > 1:
                raise UsageError(f"{output} is no folder", remedy="several files need one: create it first")
            return cls({id(each): output for each in sources}, force=force)
        named = {id(each): output / f"{PurePath(each.name).stem}{target.suffix}" for each in sources}
        return cls(named, force=force)

    def file(self, source: Source) -> FileOutput | None:
        """The file for a source, None for stdout.

        Raises:
            UsageError: it exists and may not be overwritten, its folder does not, or another source went there.
        """
        path = self._files.get(id(source))
        if path is None:
            return None
        if path in self._written:
            raise UsageError(f"{source.name}: {path} was written already", remedy="convert it into another folder")
        self._written.add(path)
        return FileOutput(path, force=self._force)
