"""From a prompt to a `Wish`: the head says what the screen is, everything after it what it holds."""

from __future__ import annotations

from epoch_cli.providers.offline.data import spaced
from epoch_cli.providers.offline.describe import Description, describe, label
from epoch_cli.providers.offline.headline import Headline, headline
from epoch_cli.providers.offline.lexicon import Lexicon
from epoch_cli.providers.offline.phrasebook import words
from epoch_cli.providers.offline.pieces import Piece, split
from epoch_cli.providers.offline.reader import Reader, read_into
from epoch_cli.providers.offline.safety import clean, shortened
from epoch_cli.providers.offline.wish import Item, Wish

SHOWN = 200
"""Most characters of the prompt that are shown again when it was not understood."""

Run = list[tuple[Piece, Description]]

_CONTROLS = frozenset(
    {"button", "link", "field", "choice", "checkbox", "badge", "image", "text", "heading", "alert", "progress", "chart"}
)
_DATA = frozenset({"fact", "panel", "field", "choice", "checkbox"})


def understand(prompt: str, lexicon: Lexicon) -> Wish:
    """Understand a prompt; one that says nothing gives a wish of shape `page` that holds nothing."""
    wish = Wish("page", asked=shortened(" ".join(clean(prompt).split()), SHOWN))
    wish.language = _language(wish.asked, lexicon)
    pieces = split(prompt, lexicon)
    if not pieces:
        return wish
    for start in _starts(pieces):
        run = _run(pieces[start:], lexicon)
        head = _head(run, lexicon)
        if head is not None:
            _headed(wish, run, head, pieces[start + len(run) :], lexicon)
            return wish
    _headless(wish, _run(pieces, lexicon), pieces, lexicon)
    return wish


def _language(text: str, lexicon: Lexicon) -> str:
    """The language most of whose words stand in the text; empty for English and for a draw with it."""
    if lexicon.spaceless is not None:
        text = lexicon.spaceless.sub(r" \1 ", text)
    found = [match.value for match in lexicon.languages.all(words(text))]
    return max(sorted(set(found)), key=found.count) if found else ""


# ---------------------------------------------------------------- the head


def _starts(pieces: list[Piece]) -> list[int]:
    """Where a head may begin: at the start, and where a sentence begins."""
    return [0, *(index for index, piece in enumerate(pieces) if index and piece.fresh)]


def _run(pieces: list[Piece], lexicon: Lexicon) -> Run:
    """The pieces up to the first that is joined by more than a comma or `and`, described."""
    end = 1
    while end < len(pieces) and not pieces[end].fresh and pieces[end].joint in {"comma", "and"}:
        end += 1
    return [(piece, describe(piece, lexicon, head=True)) for piece in pieces[:end]]


def _head(run: Run, lexicon: Lexicon) -> int | None:
    """The piece that names the screen: one with a noun for parts of screens, else one with a topic, else none."""
    for index, (_, found) in enumerate(run):
        if found.item.kind == "section" or _list_shape(found, lexicon):
            return index
    for index, (_, found) in enumerate(run):
        if headline(found, lexicon).topic is not None:
            return index
    return None


def _list_shape(found: Description, lexicon: Lexicon) -> str:
    """The shape that a plural such as `tabs` or `plans` opens; empty for other nouns."""
    if not found.plural:
        return ""
    return next((name for name, row in lexicon.shapes.items() if found.item.kind in row.each), "")


def _headed(wish: Wish, run: Run, head: int, rest: list[Piece], lexicon: Lexicon) -> None:
    piece, found = run[head]
    reader = Reader(lexicon, wish)
    before, after = [entry[0] for entry in run[:head]], [entry[0] for entry in run[head + 1 :]]
    shape = _list_shape(found, lexicon)
    if shape:
        wish.shape = shape
        wish.title = "" if shape == "tabs" else label(found.noun_text)
        reader.read([*before, piece, *after, *rest])
        return
    name = headline(found, lexicon)
    wish.shape = name.shape or "page"
    wish.topic, wish.subject, wish.binding = name.topic, name.subject, piece.binding
    wish.submit = _submit(wish, name, found, lexicon)
    wish.title = piece.quotes[0] if piece.quotes else (name.spoken if wish.language else name.title)
    wish.only = "only" in found.flags
    if found.item.count:
        wish.counts["rows"] = found.item.count
    if wish.binding and not name.subject:
        wish.title = wish.subject = spaced(wish.binding.rpartition(".")[2])
    _bind(wish)
    wish.framed = found.item.shape == "card" and wish.shape == "form"
    for note in piece.notes:
        read_into(wish, note, lexicon)
    items = [entry for entry, told in run[:head] if told.known or told.item.kind or entry.binding]
    for entry in items:
        entry.text = "" if entry.binding else entry.text
    others = [told.item.label for entry, told in run[:head] if entry not in items and told.item.label]
    wish.title = " and ".join([*others, wish.title]) if others and not piece.quotes else wish.title
    bound, wish.items = wish.items, []
    reader.read(items)
    wish.items += bound
    reader.read([*after, *rest])


def _bind(wish: Wish) -> None:
    """A binding in the head is the data of a table or list, the first value of a form, else a table of its own."""
    name = spaced(wish.binding.rpartition(".")[2])
    if not wish.binding or wish.shape in {"table", "list", "cards"}:
        return
    if wish.shape in {"form", "card"}:
        wish.items.append(Item("field" if wish.shape == "form" else "fact", name, binding=wish.binding))
    else:
        wish.parts.append(Wish("table", name, name, binding=wish.binding))
    wish.binding = ""


def _submit(wish: Wish, name: Headline, found: Description, lexicon: Lexicon) -> str:
    """The label of the button that sends a form: the topic's, or what the form is there to do ("form to add a book").

    Empty where the topic knows it in English only and the wish is in another language.
    """
    if name.button:
        return "" if wish.language and name.topic is not None and name.button == name.topic.button else name.button
    first = words(found.after)[:1]
    if found.joined != "to" or not lexicon.actions.exact(first):
        return ""
    book = lexicon.noise.get("articles")
    return " ".join(word for word in found.after.split() if book is None or not book.exact(words(word)))


def _headless(wish: Wish, run: Run, pieces: list[Piece], lexicon: Lexicon) -> None:
    """No noun and no topic names the screen: it is the controls themselves, a form of known fields, or a page."""
    piece, first = run[0]
    reader = Reader(lexicon, wish)
    known = sum(told.known for _, told in run)
    if first.item.kind in _CONTROLS:
        wish.shape = "form" if first.item.kind == "field" and first.plural else "bare"
        reader.read(pieces)
    elif first.item.kind:
        wish.shape = "layout" if first.item.kind == "region" else "page"
        wish.title = label(first.phrase.text) if wish.shape == "page" else ""
        reader.read(pieces)
    elif known * 2 >= len(run):
        wish.shape = "form"
        reader.read(pieces)
    else:
        wish.title = piece.quotes[0] if piece.quotes else label(first.phrase.text)
        wish.subject, wish.binding = wish.title, piece.binding
        reader.read(pieces[1:])
        _guess(wish, lexicon)


def _guess(wish: Wish, lexicon: Lexicon) -> None:
    """A page that holds nothing but names of fields is a form."""
    data = [item for item in wish.items if item.kind in _DATA or (item.kind == "text" and not item.named)]
    known = [item for item in data if item.kind != "panel"]
    if not wish.parts and known and len(known) * 2 >= len(data):
        wish.shape = "form"
        for item in data:
            item.kind = lexicon.shape("form").items if item.kind in {"fact", "panel", "text"} else item.kind
