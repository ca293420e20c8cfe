"""The TypeScript types compile, and say the same as the catalog."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from support.corpus import ROOT
from support.exported import catalog_of

from epoch_cli.catalog import Catalog
from epoch_cli.catalog.exports.typescript import to_typescript

USE = """\
import type { Patch, UIDocument, UINode } from "./ui";
const document: UIDocument = {
  root: {
    type: "Card", props: { padding: "spacing-md" }, children: [
      { type: "DataGrid", props: { data: "{context.users}", columns: [{ key: "a", label: "A" }] } },
      { type: "Text", text: "Hello", props: { align: "{context.align}" } },
    ],
  },
};
export const patch: Patch = { op: "add", path: "/root", value: document.root! };
export function words(node: UINode): string {
  return node.type === "Select" ? String(node.props.options) : node.type === "Text" ? (node.text ?? "") : "";
}
"""
MISTAKES = [
    '{ type: "Crad" }',
    '{ type: "Card", props: { padding: "16px" } }',
    '{ type: "Card", props: { paddin: "md" } }',
    '{ type: "Text", props: { align: "middle" } }',
    '{ type: "DataGrid", props: {} }',
    '{ type: "DataGrid" }',
    '{ type: "Text", children: [{ type: "Text" }] }',
    '{ type: "Card", text: "Hello" }',
]


def test_every_node_is_one_of_the_union(punk: Catalog) -> None:
    text = to_typescript(punk)
    for component in punk.components.values():
        assert f"  type: {component.type!r};".replace("'", '"') in text
        assert f"  | {component.type}Node" in text
        props = text.partition(f"interface {component.type}Props {{\n")[2].partition("\n}")[0].splitlines()
        for prop in component.props.values():
            start = f"  {prop.name}{'' if prop.required else '?'}: "
            assert [line for line in props if line.startswith(start)], prop.name


def test_tokens_are_unions_of_both_spellings(punk: Catalog) -> None:
    line = next(line for line in to_typescript(punk).splitlines() if line.startswith("export type SpacingToken"))
    for name in ("xs", "spacing-xs", "2xl", "spacing-2xl"):
        assert f'"{name}"' in line


def test_no_two_types_have_one_name() -> None:
    for preset in ("punk", str(ROOT / "house.toml")):
        names = re.findall(r"^export (?:type|interface) (\w+)", to_typescript(catalog_of(preset)), re.MULTILINE)
        assert len(names) == len(set(names))


@pytest.mark.skipif(
    "EPOCH_CI" not in os.environ and shutil.which("tsc") is None, reason="there is no TypeScript compiler"
)
def test_the_compiler_takes_it_and_finds_mistakes(tmp_path: Path, punk: Catalog) -> None:
    (tmp_path / "ui.ts").write_text(to_typescript(punk), "utf-8")
    (tmp_path / "house.ts").write_text(to_typescript(catalog_of(str(ROOT / "house.toml"))), "utf-8")
    wrong = "".join(f"// @ts-expect-error\nexport const n{at}: UINode = {node};\n" for at, node in enumerate(MISTAKES))
    (tmp_path / "use.ts").write_text(USE + wrong, "utf-8")
    settings = {"compilerOptions": {"strict": True, "noEmit": True, "types": []}, "files": ["use.ts", "house.ts"]}
    (tmp_path / "tsconfig.json").write_text(json.dumps(settings), "utf-8")
    done = subprocess.run(["tsc", "--project", "."], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
