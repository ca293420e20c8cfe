"""The `epoch` command: the quick answer to --version, and the policy for errors, pipes and signals."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress


def main() -> None:
    """Run the command line and leave with its exit code."""
    if sys.argv[1:] == ["--version"]:
        from epoch_cli import __version__

        with suppress(BrokenPipeError):
            os.write(1, f"epoch {__version__}\n".encode())  # before anything else is imported
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
    from epoch_cli.output.text import error_line

    hold_standard_streams()
    app = make_app(arguments)
    misused = BadParameter.__mro__[1]  # the usage error of the click inside typer, which has no public name
    try:
        code = int(app(arguments, prog_name="epoch", standalone_mode=False) or ExitCode.OK)
    except EpochError as error:
        say(error_line(error))
        code = error.exit_code
    except PipeClosed:
        code = ExitCode.BROKEN_PIPE
    except (KeyboardInterrupt, Abort):
        code = ExitCode.INTERRUPTED
    except SystemExit as leaving:
        # typer answers a closed pipe with exit 1, in every mode; that is how `epoch --help | head -n 1` ends
        if not isinstance(leaving.__context__, BrokenPipeError):
            raise
        abandon(sys.stdout)
        code = ExitCode.BROKEN_PIPE
    except Exception as error:  # noqa: BLE001  the last line of defence
        if isinstance(error, misused):
            error.show()  # type: ignore[attr-defined]
            code = ExitCode.USAGE
        else:
            code = _bug(error)
    return code


def _bug(error: Exception) -> int:
    import traceback

    from epoch_cli.cli.streams import say
    from epoch_cli.errors import ExitCode
    from epoch_cli.output.text import visible

    if os.environ.get("EPOCH_TRACEBACK"):
        say("".join(traceback.format_exception(error)))
    say(f"epoch: bug: {type(error).__name__}: {visible(str(error))}; run again with EPOCH_TRACEBACK=1 and report it")
    return ExitCode.BUG


if __name__ == "__main__":
    main()
