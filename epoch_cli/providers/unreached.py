"""Why a server was not reached, or was lost, in plain words.

Networking code wraps errors in errors: the reason is the first one on the way down that says something. It is told by
its type and number, never by its text.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator, Mapping
from errno import EHOSTUNREACH, ENETDOWN, ENETUNREACH
from typing import NamedTuple

_NO_WAY = frozenset({EHOSTUNREACH, ENETUNREACH, ENETDOWN})


class Reason(NamedTuple):
    """Why there is no connection: a stable code, words for people, whether it may be over soon (None: by its kind)."""

    code: str
    words: str
    retryable: bool | None = None


NOTHING_SAID = Reason("connection-failed", "the connection failed")
_REFUSED = Reason("connection-refused", "the connection was refused, so nothing listens there")
_NO_SUCH_NAME = Reason("name-not-found", "there is no host of that name", retryable=False)
_NAMES_FAIL = Reason("name-not-found", "names cannot be looked up right now")
LOST = Reason("disconnected", "the connection was closed without an answer")
_UNREACHABLE = Reason("unreachable", "no network leads there")
_BY_TYPE: Mapping[type[BaseException], Reason] = {
    ConnectionRefusedError: _REFUSED,
    ConnectionError: LOST,
    ssl.SSLEOFError: LOST,
    EOFError: LOST,
    UnicodeError: _NO_SUCH_NAME,  # a name that cannot be one is refused while it is encoded
}


def reason_of(error: BaseException, before: BaseException | None = None) -> Reason | None:
    """The reason for an error; None when nothing on the way down says one. `before` is as in `causes`."""
    return next((reason for each in causes(error, before) if (reason := _reason(each)) is not None), None)


def _reason(error: BaseException) -> Reason | None:
    if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError):
        return _of_encryption(error)
    if isinstance(error, socket.gaierror):
        return _NAMES_FAIL if error.errno == socket.EAI_AGAIN else _NO_SUCH_NAME
    if isinstance(error, OSError) and error.errno in _NO_WAY:
        return _UNREACHABLE
    return next((reason for kind, reason in _BY_TYPE.items() if isinstance(error, kind)), None)


def _of_encryption(error: ssl.SSLError) -> Reason:
    if isinstance(error, ssl.SSLCertVerificationError):
        return Reason("tls", f"its certificate is not trusted ({error.verify_message})", retryable=False)
    said = (error.reason or "no reason given").lower().replace("_", " ")
    return Reason("tls", f"it cannot be spoken to in TLS ({said})", retryable=False)


def causes(error: BaseException, before: BaseException | None = None) -> Iterator[BaseException]:
    """An error and what caused it, nearest first; those of a group side by side.

    Args:
        error: what to begin with.
        before: what was being handled already when all this began, which Python puts below as if it were a cause.
    """
    waiting: list[BaseException] = [error]
    seen = {id(before)}
    for each in waiting:  # grows on the way
        if id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        if isinstance(each, BaseExceptionGroup):
            waiting.extend(each.exceptions)
        cause = each.__cause__ or each.__context__
        if cause is not None:
            waiting.append(cause)
