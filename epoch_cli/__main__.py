"""The `epoch` command: the quick answer to --version, and the policy for errors, pipes and signals."""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    if sys.argv[1:] == ["--version"]:
        from epoch_cli import __version__

        try:  # noqa: SIM105  to import contextlib takes longer than all the rest of this
            os.write(1, f"epoch {__version__}\n".encode())  # before anything else is imported
        except BrokenPipeError:
            pass
        return
    if sys.argv[1:3] == ["completions", "values"]:  # a shell waits for it while somebody types
        from epoch_cli.cli.completions.live import write_values

        write_values(sys.argv[3:])
        return
    # starting makes many objects and no garbage: with a screen 110 000, and to look through them once takes 25 ms
    gc.set_threshold(200_000, 20, 20)
    try:
        code = _run(sys.argv[1:])
    except KeyboardInterrupt:  # while the command was still starting
        code = 130
    gc.freeze()  # or the interpreter looks through everything once more before it leaves
    sys.exit(code)


def _run(arguments: list[str]) -> int:
    from typer import Abort, BadParameter

    from epoch_cli.cli.app import make_app
    from epoch_cli.cli.streams import PipeClosed, abandon, hold_standard_streams, say
    from epoch_cli.errors import EpochError, ExitCode
    from epoch_cli.output.text import error_line, hidden

    hold_standard_streams()
    app = make_app(arguments)
    misused = BadParameter.__mro__[1]  # the usage error of the click inside typer, which has no public name
    try:
        _hold_to_files()
        code = int(app(arguments, prog_name="epoch", standalone_mode=False) or ExitCode.OK)
    except EpochError as error:
        say(error_line(error))
        code = error.exit_code
    except PipeClosed:
        code = ExitCode.BROKEN_PIPE
    except KeyboardInterrupt:
        code = ExitCode.INTERRUPTED
    except Abort as aborted:
        # typer makes one of any EOFError, too: a module that was cut by a full disk raises it, and nobody of ours
        code = _bug(aborted.__cause__) if isinstance(aborted.__cause__, EOFError) else ExitCode.INTERRUPTED
    except SystemExit as leaving:
        # typer answers a closed pipe with exit 1, in every mode; that is how `epoch --help | head -n 1` ends
        if not isinstance(leaving.__context__, BrokenPipeError):
            raise
        abandon(sys.stdout)
        code = ExitCode.BROKEN_PIPE
    except Exception as error:  # noqa: BLE001  the last line of defence
        if isinstance(error, misused):
            error.message = hidden(str(error.message))  # type: ignore[attr-defined]
            error.show()  # type: ignore[attr-defined]
            code = ExitCode.USAGE
        else:
            code = _bug(error)
    return code


def _hold_to_files() -> None:
    """Raises `UsageError` inside a zip: presets, styles and topics are read as files, and libraries are compiled."""
    from epoch_cli.errors import UsageError

    if not os.path.isfile(__file__):  # noqa: PTH113  one question is not worth a Path
        raise UsageError(
            "cannot run from inside a zip file: its data are folders, and libraries that it needs are compiled",
            remedy="install it with pipx or uv tool, or make the file with shiv, which unpacks itself",
        )


def _bug(error: Exception) -> int:
    import errno
    import traceback

    from epoch_cli.cli.streams import say
    from epoch_cli.errors import ExitCode
    from epoch_cli.output.text import visible

    if os.environ.get("EPOCH_TRACEBACK"):
        say("".join(traceback.format_exception(error)))
    if isinstance(error, MemoryError):
        say("epoch: there is no memory left; give less at once, or raise the limit (ulimit -v)")
        return ExitCode.UNREADABLE
    if isinstance(error, OSError) and error.errno in {errno.EMFILE, errno.ENFILE}:
        say(f"epoch: {error.strerror}; close some, or raise the limit (ulimit -n)")
        return ExitCode.UNREADABLE
    say(f"epoch: bug: {type(error).__name__}: {visible(str(error))}; run again with EPOCH_TRACEBACK=1 and report it")
    return ExitCode.BUG


def _leave_working_folder_out() -> None:
    """`python -m` looks for modules in the working folder before all others: a repository's `rich.py` would run."""
    try:
        here = os.getcwd()  # noqa: PTH109  no pathlib before this
    except OSError:  # it has been removed
        here = ""
    if not sys.flags.safe_path and sys.path[:1] in ([here], [""]):
        del sys.path[0]


if __name__ == "__main__":
    _leave_working_folder_out()
    main()
