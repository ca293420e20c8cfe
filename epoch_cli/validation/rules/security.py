"""What a model writes is hostile input (design section 9)."""

from __future__ import annotations

import html
import re
import unicodedata
from urllib.parse import unquote

from epoch_cli.validation.diagnostics import Finding, Rule
from epoch_cli.validation.rules.words import quote

URL_SCHEME = Rule("EP701", "url-scheme", "gate", "a URL is relative, or http, https, mailto or tel")
ACTIVE_CONTENT = Rule("EP702", "active-content", "gate", "a string holds no script, event handler or script URL")
FORBIDDEN_KEY = Rule(
    "EP703", "forbidden-key", "gate", "no key reaches into the host's objects, such as __proto__", anchor="key"
)
HANDLER_NAME = Rule("EP704", "handler-name", "gate", "a handler is a name, never code")
UNSAFE_CHARACTER = Rule("EP705", "unsafe-character", "gate", "a string holds no control, bidi or invisible characters")

RULES = (URL_SCHEME, ACTIVE_CONTENT, FORBIDDEN_KEY, HANDLER_NAME, UNSAFE_CHARACTER)

FORBIDDEN_KEYS = frozenset({
    "__proto__", "constructor", "prototype", "innerHTML", "outerHTML", "dangerouslySetInnerHTML", "srcdoc",
    "__defineGetter__", "__defineSetter__", "__lookupGetter__", "__lookupSetter__",
})  # fmt: skip
SCHEMES = frozenset({"http", "https", "mailto", "tel"})

_HANDLER = re.compile(r"[A-Za-z_]\w{0,63}", re.ASCII)
# A cheap look at every string; only what it finds is looked at closely. Newline and tab are text.
_SUSPECT = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    r"\ud800-\udfff\U000e0000-\U000e007f]|<|&|script|data:|on[a-z]+\s*=|%[0-9a-f]{2}",
    re.IGNORECASE,
)
_ELEMENT = re.compile(
    r"<\s*/?\s*(?:script|iframe|object|embed|applet|svg|math|style|link|meta|base|img|video|audio|body|form)\b",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"\bon(?:click|dblclick|error|load|unload|focus\w*|blur|change|input|submit|reset|select|toggle|scroll|wheel|copy|cut"
    r"|paste|drag\w*|drop|key(?:down|up|press)|mouse\w+|pointer\w+|touch\w+|animation\w+|transition\w+|begin|end)\s*=",
    re.IGNORECASE,
)
_SCRIPT_URL = re.compile(r"(?:java|vb|live)script:\s*\S*[(=`;\[]|data:\s*text/html|data:\s*image/svg", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*(?=:)", re.IGNORECASE)
_BRACES = re.compile(r"\{[^{}]*\}")
_JOINERS = "\u200c\u200d"
_INVISIBLE = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def suspicious(text: str) -> bool:
    """Whether a string has to be looked at closely; most have not."""
    return _SUSPECT.search(text) is not None


def check_string(text: str) -> Finding | None:
    """Any string: its characters, and markup or script URLs in it, encoded or not."""
    for index, char in enumerate(text):
        if _unsafe(char, text, index):
            name = unicodedata.name(char, f"U+{ord(char):04X}")
            return Finding("EP705", (), f"{quote(text)} holds {name} at character {index + 1}", "leave it out")
    for form in _decodings(text):
        if _ELEMENT.search(form) or _EVENT.search(form):
            return Finding(
                "EP702", (), f"{quote(text)} holds active markup", "write plain text; a renderer adds markup"
            )
        if _SCRIPT_URL.search(_INVISIBLE.sub("", form)) or _SCRIPT_URL.search(form):
            return Finding("EP702", (), f"{quote(text)} holds a script URL", "use a handler prop for actions")
    return None


def check_url(text: str) -> Finding | None:
    """A URL, decoded before its scheme is looked at; a binding in front of everything is a relative URL."""
    unbound = _BRACES.sub("", text)  # what a binding gives may be nothing at all
    for form in (*_decodings(text), *(_decodings(unbound) if unbound != text else ())):
        bare = _INVISIBLE.sub("", form).replace("\\", "/")
        scheme = _SCHEME.match(bare)
        if scheme and scheme[0].lower() not in SCHEMES:
            return Finding(
                "EP701", (), f"{quote(text)} has the scheme {quote(scheme[0])}", "use https, or a relative path"
            )
    return None


def check_handler(text: str) -> Finding | None:
    """The name of a handler."""
    if _HANDLER.fullmatch(text):
        return None
    return Finding("EP704", (), f"{quote(text)} is not the name of a handler", "write a name, such as handleSubmit")


def forbidden_key(key: str) -> Finding | None:
    """A key of any object a model wrote."""
    if key not in FORBIDDEN_KEYS:
        return None
    return Finding("EP703", (key,), f"the key {quote(key)} is forbidden", "choose another name")


def _unsafe(char: str, text: str, index: int) -> bool:
    if not _SUSPECT.match(char) or char in "<&%":
        return False
    if char in _JOINERS:
        # joiners shape emoji and Indic, Arabic and Persian words; between Latin letters they only hide
        around = text[index - 1 : index] + text[index + 1 : index + 2]
        return index == 0 or not all(ord(neighbour) > 0x2FF for neighbour in around)
    return True


def _decodings(text: str) -> list[str]:
    """The text as written, and as it reads after each round of entity and percent decoding (at most three)."""
    forms = [text]
    for _ in range(3):
        decoded = unquote(html.unescape(forms[-1]))
        if decoded == forms[-1]:
            break
        forms.append(decoded)
    return forms
