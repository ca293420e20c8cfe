"""What a model writes is hostile input (design section 9)."""

from __future__ import annotations

import re

from epoch_cli.document.invisible import UNSAFE
from epoch_cli.validation.diagnostics import Finding, Path, Rule, Severity
from epoch_cli.validation.rules.words import quote

URL_SCHEME = Rule("EP701", "url-scheme", "gate", "a URL is relative, or http, https, mailto or tel")
ACTIVE_CONTENT = Rule("EP702", "active-content", "gate", "a string holds no script, event handler or script URL")
FORBIDDEN_KEY = Rule(
    "EP703", "forbidden-key", "gate", "no key reaches into the host's objects, such as __proto__", anchor="key"
)
HANDLER_NAME = Rule("EP704", "handler-name", "gate", "a handler is a name, never code")
UNSAFE_CHARACTER = Rule("EP705", "unsafe-character", "gate", "a string holds no control, bidi or invisible characters")
SECRET = Rule("EP706", "secret", "deferred", "no string looks like a key, a token or a password", Severity.WARNING)
ADDRESS_WITH_DATA = Rule(
    "EP707", "address-with-data", "deferred", "an address takes no data to another host", Severity.WARNING
)

RULES = (URL_SCHEME, ACTIVE_CONTENT, FORBIDDEN_KEY, HANDLER_NAME, UNSAFE_CHARACTER, SECRET, ADDRESS_WITH_DATA)

FORBIDDEN_KEYS = frozenset({
    "__proto__", "constructor", "prototype", "innerHTML", "outerHTML", "dangerouslySetInnerHTML", "srcdoc",
    "__defineGetter__", "__defineSetter__", "__lookupGetter__", "__lookupSetter__",
})  # fmt: skip
SCHEMES = frozenset({"http", "https", "mailto", "tel"})

_HANDLER = re.compile(r"[A-Za-z_]\w{0,63}", re.ASCII)
# Two cheap looks at every string, the first the cheaper by far; only what they find is looked at closely.
_MARKED = re.compile(rf"[{UNSAFE}<&%=:\\]")
# browsers pass over line breaks and tabs inside of a URL; the other two are looked through as well (`disguises.py`)
_GAP = "[\t\n \xa0]*"
_SUSPECT = re.compile(
    rf"[{UNSAFE}<&]|{_GAP.join('script')}|{_GAP.join('data:')}|on[a-z]+\s*=|%[0-9a-f]{{2}}|\\[ux][0-9a-f{{]",
    re.IGNORECASE,
)

_BRACES = re.compile(r"\{[^{}]*\}")


def suspicious(text: str) -> bool:
    """Whether a string has to be looked at closely; most have not."""
    return _MARKED.search(text) is not None and _SUSPECT.search(text) is not None


def check_string(text: str) -> Finding | None:
    """Any string: its characters, and markup or script URLs in it, encoded or not."""
    from epoch_cli.validation.rules import disguises  # noqa: PLC0415  most strings are harmless at first sight

    if unsafe := disguises.unsafe_character(text):
        return Finding("EP705", (), f"{quote(text)} holds {unsafe}", "leave it out")
    kind = disguises.active_content(text)
    if kind == "markup":
        return Finding("EP702", (), f"{quote(text)} holds active markup", "write plain text; a renderer adds markup")
    if kind == "script":
        return Finding("EP702", (), f"{quote(text)} holds a script URL", "use a handler prop for actions")
    return None


def check_url(text: str) -> Finding | None:
    """A URL, decoded before its scheme is looked at; a binding in front of everything is a relative URL."""
    from epoch_cli.validation.rules import disguises  # noqa: PLC0415  as above

    unbound = _BRACES.sub("", text)  # what a binding gives may be nothing at all
    for form in {text: None, unbound: None}:
        scheme = next((each for each in disguises.schemes(form) if each.lower() not in SCHEMES), None)
        if scheme is not None:
            return Finding(
                "EP701", (), f"{quote(text)} has the scheme {quote(scheme)}", "use https, or a relative path"
            )
    return None


def check_handler(text: str) -> Finding | None:
    """The name of a handler."""
    if text in FORBIDDEN_KEYS:
        return Finding("EP703", (), f"the handler name {quote(text)} is forbidden", "choose another name")
    if _HANDLER.fullmatch(text):
        return None
    return Finding("EP704", (), f"{quote(text)} is not the name of a handler", "write a name, such as handleSubmit")


def check_key_name(text: str) -> Finding | None:
    """A string that a host uses as a key, or as a path of keys, of its own objects."""
    found = next((part for part in re.split(r"[.\[\]]+", text) if part in FORBIDDEN_KEYS), None)
    return None if found is None else _forbidden(found, ())


def check_binding_path(path: tuple[str, ...]) -> Finding | None:
    """The path of a binding, which the host follows through its own data."""
    found = next((part for part in path if part in FORBIDDEN_KEYS), None)
    return None if found is None else _forbidden(found, ())


def forbidden_key(key: str) -> Finding | None:
    """A key of any object a model wrote: a name that reaches too far, or one that cannot be read as it is."""
    if key in FORBIDDEN_KEYS:
        return _forbidden(key, (key,))
    fault = check_string(key) if suspicious(key) else None
    return fault and Finding(fault.code, (key,), f"the key {fault.message}", fault.hint)


def _forbidden(key: str, path: Path) -> Finding:
    return Finding("EP703", path, f"the key {quote(key)} is forbidden", "choose another name")
