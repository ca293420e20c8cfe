"""What a page costs: milliseconds to make one of 50, 500 and 5 000 nodes, and its bytes.

    python -m tests.benchmarks.preview

Limits: a page of 5 000 nodes costs the processor at most 25 times what checking its document does, in the same run, for
what a second is worth differs by machine and hour; the cost per node is flat within 1.5 from 50 to 5 000 nodes. The
bytes are for information: of the whole page, of the part that every page has (style and script), and of what a node
adds. Style and script are made once for a design system, and measured apart.
"""

from __future__ import annotations

import sys
import time

from epoch_cli.catalog import load_catalog
from epoch_cli.preview.page import make_page
from epoch_cli.preview.style_sheet import style_sheet
from epoch_cli.validation import validate
from tests.benchmarks.figures import Figures, side_by_side
from tests.benchmarks.samples import document

SIZES = (50, 500, 5_000)
MOST_TIMES_CHECKING = 25.0
GROWTH = 1.5


def main() -> int:
    """Measure, print, and say whether the limits hold."""
    figures, catalog = Figures(), load_catalog()
    began = time.process_time()
    style_sheet(catalog)
    figures.tell("style_sheet", (time.process_time() - began) * 1e3, unit="ms")
    documents = {nodes: document(nodes, 1) for nodes in SIZES}
    calls = {str(nodes): lambda each=each: make_page(each, catalog) for nodes, each in documents.items()}
    largest = documents[SIZES[-1]]
    calls["checking"] = lambda: validate(largest, catalog, profile="unlimited")
    empty = len(make_page({}, catalog).encode())
    figures.tell("page_empty", empty, unit="bytes")
    seconds = side_by_side(calls, rounds=7, clock=time.process_time)
    for nodes, each in documents.items():
        figures.tell(f"page_{nodes}", seconds[str(nodes)] * 1e3, unit="ms")
        size = len(make_page(each, catalog).encode())
        figures.tell(f"page_{nodes}_size", size, unit="bytes")
        figures.tell(f"page_{nodes}_size_per_node", (size - empty) / nodes, unit="bytes")
    figures.tell("page_5000_to_checking", seconds[str(SIZES[-1])] / seconds["checking"], MOST_TIMES_CHECKING)
    per_node = {nodes: seconds[str(nodes)] / nodes for nodes in SIZES}
    figures.tell("growth_per_node_50_to_5000", per_node[SIZES[-1]] / per_node[SIZES[0]], GROWTH)
    return figures.exit_code


if __name__ == "__main__":
    sys.exit(main())
