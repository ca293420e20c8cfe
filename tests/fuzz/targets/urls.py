"""What a string is to a browser: whatever the disguise, a URL that runs something is not let in.

An input is the text of a link's address. What a browser would take its scheme to be is worked out here in the letter
of the URL standard, apart from the code under test.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from epoch_cli.catalog import load_catalog
from epoch_cli.validation import Draft
from epoch_cli.validation.rules import disguises
from epoch_cli.validation.rules.security import SCHEMES, check_string, check_url, suspicious

MODULES: Final = ("epoch_cli.validation.rules.security", "epoch_cli.validation.rules.disguises")
LONGEST: Final = 256
WORDS: Final = (
    "javascript:", "data:text/html,", "vbscript:", "https://", "mailto:", "&#106;", "&colon;", "&Tab;", "%6a",
    "\\u006a",
    "\\x6a", "\u200d", "\u2028", "\t", "\x00", "{item.url}", "onerror=", "<script", "alert(1)", "//", "/\\",
)  # fmt: skip

_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*(?=:)")
_BREAKS: Final = str.maketrans("", "", "\t\n\r")
_AROUND: Final = "".join(map(chr, range(0x21)))


def seeds() -> Iterator[bytes]:
    """Addresses, good and bad, in the disguises that are known."""
    plain = ("/home", "https://a.example/?q=1#x", "mailto:a@b.example", "{context.user.url}", "a b:c", "./x:y")
    bad = ("javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<script>", "vbscript:x()", "file:///etc")
    odd = (
        "java\tscript:alert(1)", " \x01javascript:alert(1)", "&#106;avascript:alert(1)", "javascript&colon;alert(1)",
        "%6aavascript:alert(1)", "\\u006aavascript:alert(1)", "{item.a}javascript:alert(1)", "java\u200dscript:x()",
        "&amp;#106;avascript:x()", "<img src=x onerror=alert(1)>", "\ud83c\udff4", "jav&#x0A;ascript:alert(1)",
    )  # fmt: skip
    yield from (each.encode("utf-8", "surrogatepass") for each in (*plain, *bad, *odd))


def check(data: bytes) -> None:
    """Look at it as the rules do, and write it as a link's address."""
    text = data.decode("utf-8", "surrogateescape")
    assert suspicious(text) or check_string(text) is None, "the first look is not to pass over what the second finds"
    hidden = disguises.unsafe_character(disguises.shown(text))
    assert not hidden, f"what is shown still holds {hidden}"
    foreign = _foreign_scheme(text)
    if foreign:
        assert check_url(text) is not None, f"a browser takes the scheme to be {foreign!r}"
    patch = {"op": "add", "path": "/root", "value": {"type": "Link", "text": "a", "props": {"href": text}}}
    verdict = _draft().propose(patch)
    if verdict.accepted:
        written = _draft().document["root"]["props"]["href"]
        _draft().undo()
        assert not _foreign_scheme(written), f"a link to {written!r} was let in"


@cache
def _draft() -> Draft:
    return Draft(load_catalog(), profile="unlimited")


def _foreign_scheme(text: str) -> str:
    """The scheme that a browser reads, as written or in an attribute, when it is none that is allowed."""
    for form in (text, html.unescape(text)):
        scheme = _SCHEME.match(form.strip(_AROUND).translate(_BREAKS))
        if scheme and scheme[0].lower() not in SCHEMES:
            return scheme[0]
    return ""
