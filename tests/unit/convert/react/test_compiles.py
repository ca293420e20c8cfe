"""TypeScript takes every module, as strictly as it can; and what a module shows is what the page shows."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from support.corpus import ROOT
from support.exported import catalog_of
from support.npm import MODULES, needs_package, run_node
from support.pages import PROMPTS, Case, cases, preset
from support.wild import HOSTILE, wild_document

from epoch_cli.catalog import Catalog
from epoch_cli.convert.formats import Options
from epoch_cli.convert.react.writing import write
from epoch_cli.preview.allowed import ADDRESSES, TAGS, is_allowed, is_safe_address
from epoch_cli.preview.fill import fill
from epoch_cli.preview.markup import Element
from epoch_cli.preview.render import render
from epoch_cli.preview.values import Values

STRICT = {
    "strict": True,
    "noEmit": True,
    "noUnusedLocals": True,
    "noUnusedParameters": True,
    "jsx": "react-jsx",
    "target": "es2022",
    "module": "esnext",
    "moduleResolution": "bundler",
    "types": ["react"],
    "skipLibCheck": True,
}
WILD = range(1)
"""Seeds of wild documents, in each preset."""
COMPOSED = PROMPTS[:1]
USE = """\
import Team from "./team";
const users = [{ email: "a@b.c", name: "A", photo: "", online: true, tags: ["x"] }];
export const right = <Team context={{ user: { name: "B" }, users }} />;
// @ts-expect-error there are no users
export const wrong = <Team context={{ user: { name: "B" } }} />;
"""


@cache
def chosen() -> list[tuple[Case, dict[str, Any]]]:
    """All files, and little of what the composer makes, which takes long."""
    return [(each, each.document()) for each in cases() if each.path is not None or each.name in COMPOSED]


def corpus(name: str) -> dict[str, Any]:
    """A good document of the corpus."""
    found: dict[str, Any] = json.loads((ROOT / "documents" / "good" / f"{name}.json").read_text("utf-8"))
    return found


@needs_package("typescript", "@types/react")
def test_all_modules_compile(tmp_path: Path, punk: Catalog) -> None:
    modules = {f"page{number}": (document, preset(each.preset)) for number, (each, document) in enumerate(chosen())}
    assert len(modules) >= 20
    for name in ("punk", "shadcn"):
        modules |= {f"wild-{name}-{seed}": (wild_document(seed, preset(name)), preset(name)) for seed in WILD}
    modules["house"] = corpus("house-rating"), catalog_of(str(ROOT / "house.toml"))
    modules["team"] = corpus("user-list"), punk
    for name, (document, catalog) in modules.items():
        (tmp_path / f"{name}.tsx").write_text(write(document, catalog, Options()).text, "utf-8")
    (tmp_path / "use.tsx").write_text(USE, "utf-8")
    (tmp_path / "node_modules").symlink_to(MODULES)
    settings = {"compilerOptions": STRICT, "include": ["*.tsx"]}
    (tmp_path / "tsconfig.json").write_text(json.dumps(settings), "utf-8")
    command = [str(MODULES / ".bin" / "tsc"), "--project", "."]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


# ---------------------------------------------------------------- the same page

RENDER = """
import typescript from "typescript";

const Fragment = Symbol("fragment");
const NAMES = { className: "class", htmlFor: "for", defaultValue: "value", defaultChecked: "checked" };
const jsx = (type, props) => ({ type, props });
const runtime = { jsx, jsxs: jsx, Fragment };

function* flat(child) {
  if (child === null || child === undefined || typeof child === "boolean") return;
  if (Array.isArray(child)) for (const each of child) yield* flat(each);
  else if (child.props) yield* drawn(child);
  else yield String(child);
}

function* drawn({ type, props: { children, ...props } }) {
  if (typeof type === "function") { yield* flat(type({ children, ...props })); return; }
  const inside = [];
  for (const each of flat(children)) {
    if (typeof each === "string" && typeof inside.at(-1) === "string") inside.push(inside.pop() + each);
    else inside.push(each);
  }
  if (type === Fragment) { yield* inside; return; }
  const attributes = {};
  for (const [name, value] of Object.entries(props))
    if (value !== undefined && value !== false && typeof value !== "function")
      attributes[NAMES[name] ?? name.toLowerCase()] = value === true ? true : String(value);
  yield { tag: type, attributes, children: inside };
}

export default (given) => given.map(({ text, props }) => {
  const settings = { jsx: typescript.JsxEmit.ReactJSX, module: typescript.ModuleKind.CommonJS, target: "es2022" };
  const { outputText } = typescript.transpileModule(text, { compilerOptions: settings });
  const exports = {};
  new Function("require", "exports", outputText)(() => runtime, exports);
  return [...drawn(jsx(exports.default, props))][0];
});
"""
DATA: dict[str, Any] = {
    "context": {
        "user": {"name": "Ada & Bob"},
        "users": [
            {"email": f"{name}@x.org", "name": name, "photo": photo, "online": name == "a", "tags": ["x", "{y}"]}
            for name, photo in (("a", "https://x.org/a.png"), ("b", "https://x.org/b.png"))
        ],
    }
}


def as_tree(element: Any) -> Any:
    """Filled elements in the form that the script gives."""
    if not isinstance(element, Element):
        return element if isinstance(element, str) else "".join(element)
    attributes = {name: value for name, value in element.attributes.items() if value is not False}
    return {"tag": element.tag, "attributes": attributes, "children": [as_tree(each) for each in element.children]}


def told_alike(node: Any) -> Any:
    """A tree where what React and HTML say differently is said as HTML does."""
    if isinstance(node, str):
        return node
    own = ("data-on-", "data-condition")  # what the page's script and its readers are told
    attributes = {name: value for name, value in node["attributes"].items() if not name.startswith(own)}
    if "name" in attributes:
        attributes["name"] = str(attributes["name"]).removeprefix("ui-")  # which keeps them from clobbering on a page
    children = [told_alike(each) for each in node["children"]]
    if node["tag"] == "select":
        value = attributes.pop("value", None)
        for each in children:
            if each["attributes"].get("value") == value and value is not None:
                each["attributes"]["selected"] = True
    if node["tag"] == "textarea" and "value" in attributes:
        children = [attributes.pop("value")]
    if node["tag"] == "img" and attributes.get("src") is None:
        attributes.pop("src", None)
    return {"tag": node["tag"], "attributes": attributes, "children": children}


@needs_package("typescript")
def test_hostile_documents_are_inert(tmp_path: Path) -> None:
    """Whatever a document says, nothing but elements and attributes of the page comes of it, and safe addresses."""
    made = run_node(RENDER, [hostile(seed, name) for name in ("punk", "shadcn") for seed in WILD], tmp_path)
    elements = [each for tree in made for each in inside(tree)]
    assert len(elements) > 50
    for each in elements:
        assert each["tag"] in TAGS
        assert all(is_allowed(name) for name in each["attributes"] if name != "key"), each
        assert all(is_safe_address(value) for name, value in each["attributes"].items() if name in ADDRESSES), each


def hostile(seed: int, name: str) -> dict[str, Any]:
    """A module of a wild document, with data that is as wild."""
    entry: dict[str, Any] = {}
    for words in (*HOSTILE, *HOSTILE):
        entry = {"name": words, "tags": [entry] if entry else []}
    data = {"users": [entry], "a": [entry], "isOpen": True, "user": entry}
    text = write(wild_document(seed, preset(name)), preset(name), Options()).text
    assert "dangerously" not in text
    return {"text": text, "props": {"context": data, "props": {"rows": [entry]}}}


def inside(tree: Any) -> Iterator[Any]:
    """All elements of a tree."""
    if not isinstance(tree, str):
        yield tree
        for child in tree["children"]:
            yield from inside(child)


def is_bound(document: dict[str, Any]) -> bool:
    """Whether a document needs data, or says something of pictures, which the page does not fetch."""
    return any(part in json.dumps(document) for part in ("{context", "{item", "{props", '"src"', "condition"))


@needs_package("typescript")
def test_a_module_shows_what_the_page_shows(tmp_path: Path, punk: Catalog) -> None:
    shown: list[tuple[str, Any, Catalog, dict[str, Any]]] = [
        (each.name, document, preset(each.preset), {}) for each, document in chosen() if not is_bound(document)
    ]
    assert len(shown) > 15
    shown.append(("user-list", corpus("user-list"), punk, DATA))
    given = [{"text": write(each[1], each[2], Options()).text, "props": each[3]} for each in shown]
    made = run_node(RENDER, given, tmp_path)
    for (name, document, catalog, data), theirs in zip(shown, made, strict=True):
        filled = fill(render(document, catalog), Values(catalog.models, data), pictures=True)
        assert theirs["attributes"] == {"id": "ui-root"}
        ours = [told_alike(as_tree(each)) for each in filled]
        assert [told_alike(each) for each in theirs["children"]] == ours, name
