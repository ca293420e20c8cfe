"""The one place where words of the user become safe strings of a document (design section 9).

A prompt is hostile input: it may hold control and bidi characters, markup, script addresses or braces that look like
bindings. `clean` runs once over the whole prompt; whatever is cut out of its result afterwards is safe as well, because
everything dangerous was removed, not escaped. The other functions give the strings that have a grammar.
"""

from __future__ import annotations

import re
import unicodedata

from epoch_cli.providers.offline.knowledge.phrasebook import words

MAX_PROMPT = 3000
"""Characters of a prompt that are read; a wish is far shorter, and the rest would only cost time."""

_SCRIPT_ELEMENT = re.compile(
    r"<\s*(script|style|iframe)\b.{0,2000}?(?:<\s*/\s*\1[^>]{0,20}>|$)", re.IGNORECASE | re.DOTALL
)
_TAG = re.compile(r"</?[a-zA-Z!][^<>]{0,400}>?")
_ENTITY = re.compile(r"&(?:#x?[0-9a-f]{1,8}|[a-z]{2,31});?", re.IGNORECASE)
_PERCENT = re.compile(r"%[0-9a-f]{2}(?![0-9])", re.IGNORECASE)
_SCHEME = re.compile(r"((?:s\W{0,3}c\W{0,3}r\W{0,3}i\W{0,3}p\W{0,3}t|data)\s*):", re.IGNORECASE)
_HANDLER = re.compile(r"\bon\w{1,40}\s*=", re.IGNORECASE)
_UNUSUAL = re.compile(r"[^\x20-\x7e\n]")
_SPACE = re.compile(r"[^\S\n]+")
_BOUND = re.compile(r"(\{(?:context|item|props)(?:\.[A-Za-z_]\w{0,40}){1,6}\})")
_HARMLESS = re.compile(r"[A-Za-z0-9 .,!?'$()/_-]*")
"""Most of what is shown: nothing in it can be markup, an escape or an address of a script."""

# Invisible, though Unicode does not call them format characters: fillers, variation selectors, the grapheme joiner.
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\ufff0-\uffff\U000e0000-\U000fffff]"
)

_PLAIN = str.maketrans(
    {
        "：": ":",
        "，": ",",
        "；": ";",
        "（": "(",
        "）": ")",
        "、": ",",
        "。": ". ",
        "！": "! ",
        "？": "? ",
        "／": "/",
        "・": ",",
    }
)
_FORBIDDEN_KEYS = frozenset(
    {"__proto__", "constructor", "prototype", "innerhtml", "outerhtml", "dangerouslysetinnerhtml"}
)
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i"})


def clean(text: str) -> str:
    """The prompt without anything that could do harm: one string of visible characters, spaces and line ends.

    Bindings are taken out by the caller before (`pieces.hold_bindings`); braces that are left are dropped.
    """
    text = text[:MAX_PROMPT].replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = visible(text).translate(_PLAIN)
    text = _SCRIPT_ELEMENT.sub(" ", text)
    text = _TAG.sub(" ", text)
    return harmless(text)


def visible(text: str) -> str:
    """Only characters that can be seen, spaces and line ends: no control, format, private or lone surrogate ones."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return _SPACE.sub(" ", _UNUSUAL.sub(_seen, text)).strip()


def _seen(match: re.Match[str]) -> str:
    char = match[0]
    if char == "\t":
        return " "
    return "" if unicodedata.category(char)[0] == "C" else char


def harmless(text: str) -> str:
    """Text without markup, entities, escapes, script addresses, event handlers and braces, however they are nested."""
    before = None
    while before != text:
        before = text
        for pattern, by in ((_ENTITY, " "), (_PERCENT, " "), (_SCHEME, r"\1 "), (_HANDLER, " ")):
            text = pattern.sub(by, text)
        text = re.sub(r"[{}<>\\]", " ", text)
    return _SPACE.sub(" ", text).strip()


def shown(text: str) -> str:
    """A text of a preset or a data model as a document may hold it: those are hostile input, too. Bindings stay."""
    if _HARMLESS.fullmatch(text):
        return text
    told = _BOUND.split(text)  # texts, with a binding behind each but the last
    told[::2] = [_kept_apart(part) for part in told[::2]]
    return "".join(told).strip()


def _kept_apart(text: str) -> str:
    """A text that does no harm, with the spaces that part it from the bindings beside it."""
    safe = harmless(_TAG.sub(" ", visible(text)))
    return f"{' ' * text.startswith(' ')}{safe}{' ' * text.endswith(' ')}" if safe else " " * bool(text)


def shortened(text: str, limit: int) -> str:
    """At most `limit` characters, cut between words where there is one in the last third."""
    if len(text) <= limit:
        return text
    cut = text[: max(0, limit - 1)]
    space = cut.rfind(" ")
    return (cut[:space] if space > limit * 2 // 3 else cut).rstrip(" ,;:.-") + ("…" if limit > 1 else "")


def folded(text: str) -> str:
    """The nearest spelling in small ASCII letters, digits and spaces: `Straße 2` → `strasse 2`."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(re.findall(r"[a-z0-9]+", plain))


def is_spelled(text: str) -> bool:
    """Whether every letter of a text has a spelling in ASCII letters; those of other scripts have none."""
    return text.isascii() or all(folded(char) for char in text if char.isalpha())


def slug(text: str, other: str) -> str:
    """A kebab-case id (at most 40 characters) from words; `other` when none of them can be spelled in ASCII."""
    name = "-".join(folded(text).split())[:40].strip("-")
    return name if name[:1].isalpha() else other


def key(text: str, other: str) -> str:
    """A snake_case name for a value or column, at most 40 characters, never one that touches an object's prototype."""
    name = "_".join(folded(text).split())[:40].strip("_")
    return name if name[:1].isalpha() and is_key(name) else other


def is_key(name: str) -> bool:
    """Whether a name may be a key of an object or a segment of a binding."""
    return name.casefold() not in _FORBIDDEN_KEYS and not name.startswith("__")


def handler(verb: str, text: str) -> str:
    """The name of a handler: `submit` and `Log in` → `submitLogIn`; at most 64 characters."""
    return (verb + "".join(word.capitalize() for word in folded(text).split()[:4]))[:64]


def same(left: str, right: str) -> bool:
    """Whether two labels say the same, ignoring case, punctuation and plural."""
    return words(left) == words(right)
