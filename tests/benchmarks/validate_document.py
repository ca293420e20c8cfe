"""What judging a document and a patch costs, against parsing the same JSON.

    python -m tests.benchmarks.validate_document

Limits (design.md section 8): a document of 50 nodes and a patch of 10 nodes on a draft cost at most 20 times what
`orjson.loads` takes for the same JSON in the same run; the cost per node is flat within 1.3 from 50 to 5 000 nodes.
Documents differ from run to run of the loop, so that nothing is measured twice that was learned once.
"""

from __future__ import annotations

import sys

import orjson

from epoch_cli.catalog import load_catalog
from epoch_cli.validation import Draft, validate
from tests.benchmarks.figures import Figures, side_by_side
from tests.benchmarks.samples import document, patch, walk

TIMES = 20.0
GROWTH = 1.3


def main() -> int:
    """Measure, print, and say whether the limits hold."""
    figures, catalog = Figures(), load_catalog()
    documents = [document(50, seed) for seed in range(40)]
    texts = [orjson.dumps(each) for each in documents]
    for each in documents:
        report = validate(each, catalog, profile="foundation")
        if report.diagnostics or sum(1 for _ in walk(each["root"])) != 50:
            raise SystemExit(f"the sample is not clean: {report.diagnostics[:2]}")
    seconds = side_by_side(
        {
            "parse": lambda: [orjson.loads(text) for text in texts],
            "validate": lambda: [validate(each, catalog, profile="foundation") for each in documents],
        },
        rounds=30,
    )
    figures.tell("document_50_nodes_parse", seconds["parse"] / 40 * 1e6, unit="µs")
    figures.tell("document_50_nodes", seconds["validate"] / 40 * 1e6, unit="µs")
    figures.tell("document_50_nodes_over_parse", seconds["validate"] / seconds["parse"], TIMES)
    _patches(figures)
    _growth(figures)
    return figures.exit_code


def _patches(figures: Figures) -> None:
    catalog = load_catalog()
    patches = [patch(10, seed) for seed in range(40)]
    texts = [orjson.dumps(each) for each in patches]
    start = {"root": {"type": "Container", "children": [{"type": "Text", "text": "Start", "props": {"size": "h1"}}]}}

    def propose() -> None:
        draft = Draft(catalog, start, profile="unlimited")
        for each in patches:
            if not draft.propose(each).accepted:
                raise SystemExit("a sample was refused")

    def begin() -> None:
        Draft(catalog, start, profile="unlimited")

    seconds = side_by_side(
        {"parse": lambda: [orjson.loads(text) for text in texts], "propose": propose, "begin": begin}, rounds=30
    )
    own = seconds["propose"] - seconds["begin"]
    figures.tell("patch_10_nodes_parse", seconds["parse"] / 40 * 1e6, unit="µs")
    figures.tell("patch_10_nodes", own / 40 * 1e6, unit="µs")
    figures.tell("patch_10_nodes_over_parse", own / seconds["parse"], TIMES)


def _growth(figures: Figures) -> None:
    """What a node costs in a document of 5 000, over what one costs in documents of 50 that are as many nodes."""
    catalog = load_catalog()
    large, small = document(5_000, 1), [document(50, seed) for seed in range(100)]
    seconds = side_by_side(
        {
            "large": lambda: validate(large, catalog, profile="unlimited"),
            "small": lambda: [validate(each, catalog, profile="unlimited") for each in small],
        },
        rounds=11,
    )
    figures.tell("node_of_50", seconds["small"] / 5_000 * 1e6, unit="µs")
    figures.tell("node_of_5000", seconds["large"] / 5_000 * 1e6, unit="µs")
    figures.tell("growth_per_node_50_to_5000", seconds["large"] / seconds["small"], GROWTH)


if __name__ == "__main__":
    sys.exit(main())
