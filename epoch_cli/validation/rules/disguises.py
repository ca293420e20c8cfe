"""What a string is to a browser: read through entities, percent signs, escapes and invisible characters.

Only strings that are suspicious at first sight come here.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from typing import Literal
from urllib.parse import unquote

from epoch_cli.document.invisible import UNSAFE

_UNSAFE_CHARACTER = re.compile(f"[{UNSAFE}]")
_ELEMENT = re.compile(
    r"<\s*+(?:/\s*+)?(?:script|iframe|frame|frameset|object|embed|applet|svg|math|style|link|meta|base|img|video|audio|body"
    r"|form|html|marquee|details|isindex|portal|template|noscript|xml)\b|<[a-z][^<>]*[\s/\"']on[a-z]+\s*=",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"\bon(?:click|auxclick|dblclick|contextmenu|error|load\w*|unload|before\w+|focus\w*|blur|change|input|invalid|submit"
    r"|reset|select\w*|toggle|scroll\w*|wheel|copy|cut|paste|drag\w*|drop|key(?:down|up|press)|mouse\w+|pointer\w+|touch\w+"
    r"|animation\w+|transition\w+|begin|end|start|finish|message\w*|hashchange|popstate|pageshow|storage|resize)\s*=",
    re.IGNORECASE,
)
_SCRIPT_URL = re.compile(
    r"(?:java|vb|live)script:\s*+(?:(?!(?:java|vb|live)script:)\S)*[(=`;\[]"  # not over the next: each is tried itself
    r"|data:\s*(?:text/(?:html|xml|x?-?(?:java|ecma)script)|image/svg|application/(?:(?:x-)?(?:java|ecma)script|xhtml|xml))",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*(?=:)", re.IGNORECASE)
_JOINERS = "\u200c\u200d"
_FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{4,6}\U000e007f")
"""A flag of a region, such as Scotland's: the only text in which tag characters are read (UTS 51, annex C)."""
_ESCAPE = re.compile(r"\\u([0-9a-f]{4})|\\u\{([0-9a-f]{1,6})\}|\\x([0-9a-f]{2})", re.IGNORECASE)
_INVISIBLE = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def unsafe_character(text: str) -> str:
    """The first character that a reader cannot see, with its place; empty when there is none."""
    bare = _FLAG.sub("", text)
    for index, char in enumerate(bare):
        if _unsafe(char, bare, index):
            return f"{unicodedata.name(char, f'U+{ord(char):04X}')} at character {text.index(char) + 1}"
    return ""


def shown(text: str) -> str:
    """The text with every character that a reader cannot see written out as an escape; newlines and tabs stay."""
    if (text.isascii() and text.isprintable()) or _UNSAFE_CHARACTER.search(text) is None:
        return text
    flags = {at for flag in _FLAG.finditer(text) for at in range(*flag.span())}
    return "".join(
        char.encode("unicode_escape").decode("ascii") if at not in flags and _unsafe(char, text, at) else char
        for at, char in enumerate(text)
    )


def active_content(text: str) -> Literal["markup", "script", ""]:
    """Whether a string is markup that does something, or a URL that runs something, in any decoding."""
    for form in _decodings(text):
        if _ELEMENT.search(form) or _EVENT.search(form):
            return "markup"
        if _SCRIPT_URL.search(_INVISIBLE.sub("", form)) or _SCRIPT_URL.search(form):
            return "script"
    return ""


def schemes(url: str) -> Iterator[str]:
    """The schemes that a URL has, one for each decoding that has one."""
    for form in _decodings(url):
        scheme = _SCHEME.match(_INVISIBLE.sub("", form).replace("\\", "/"))
        if scheme:
            yield scheme[0]


def _unsafe(char: str, text: str, index: int) -> bool:
    if not _UNSAFE_CHARACTER.match(char):
        return False
    if char in _JOINERS:
        # joiners shape emoji and Indic, Arabic and Persian words; between Latin letters they only hide
        around = text[index - 1 : index] + text[index + 1 : index + 2]
        return index == 0 or not all(ord(each) > 0x2FF and not _UNSAFE_CHARACTER.match(each) for each in around)
    return True


def _decodings(text: str) -> list[str]:
    """The text as written, and as it reads after each round of entity, percent and escape decoding (at most three)."""
    forms = [text]
    for _ in range(3):
        decoded = _ESCAPE.sub(_unescaped, unquote(html.unescape(forms[-1])))
        if decoded == forms[-1]:
            break
        forms.append(decoded)
    return forms


def _unescaped(match: re.Match[str]) -> str:
    number = int(match[1] or match[2] or match[3], 16)
    return chr(number) if number <= 0x10FFFF else match[0]
