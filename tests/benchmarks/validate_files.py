"""`epoch validate` as a whole process, against `check-jsonschema` with our own schema and a bare loop of parsing.

    python -m tests.benchmarks.validate_files

Limits (design.md section 8, wall time): at most 0.4 of check-jsonschema for one file and 0.05 for 1 000; at most 3.5
times a Python process that reads the same 1 000 files and calls `orjson.loads` on each. Files have 30 nodes and no two
are alike. The catalog is in its cache, as it is from the second run on; what the first run costs is printed too.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import orjson

from tests.benchmarks.figures import Figures, process, script, side_by_side
from tests.benchmarks.samples import document

LOOP = """
import orjson, sys
from pathlib import Path
for path in sorted(Path(sys.argv[1]).glob("*.json")):
    with open(path, "rb") as file:
        orjson.loads(file.read())
"""
LIMITS = {1: 0.4, 1000: 0.05}
BARE = 3.5
ROUNDS = {1: 11, 100: 7, 1000: 5}


def main() -> int:
    """Measure, print, and say whether the limits hold."""
    figures = Figures()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = {**os.environ, "HOME": name, "XDG_CACHE_HOME": str(folder / "cache"), "NO_COLOR": "1"}
        schema = folder / "document.schema.json"
        epoch = script("epoch")
        schema.write_bytes(
            subprocess.run(
                [epoch, "schema", "document", "--budget", "strict"], env=environment, check=True, capture_output=True
            ).stdout
        )
        shutil.rmtree(folder / "cache", ignore_errors=True)
        for count, rounds in ROUNDS.items():
            files = folder / str(count)
            files.mkdir()
            for number in range(count):
                text = json.dumps(document(30, number), indent=2)
                (files / f"{number:04}.json").write_text(text, encoding="utf-8")
            _compare(figures, files, count, rounds, schema, environment)
    return figures.exit_code


def _compare(figures: Figures, files: Path, count: int, rounds: int, schema: Path, environment: dict[str, str]) -> None:
    names = sorted(str(path) for path in files.glob("*.json"))
    calls = {
        "epoch": process([script("epoch"), "validate", "-q", str(files)], environment),
        "check-jsonschema": process([script("check-jsonschema"), "--schemafile", str(schema), *names], environment),
        "loop": process([sys.executable, "-c", LOOP, str(files)], environment),
    }
    if count == 1:
        began = time.perf_counter()
        calls["epoch"]()
        figures.tell("epoch_1_file_cold_cache", (time.perf_counter() - began) * 1e3, unit="ms")
    seconds = side_by_side(calls, rounds)
    for name, value in seconds.items():
        figures.tell(f"{name}_{count}_files", value * 1e3, unit="ms")
    over_other, over_loop = (seconds["epoch"] / seconds[name] for name in ("check-jsonschema", "loop"))
    figures.tell(f"over_check_jsonschema_{count}_files", over_other, LIMITS.get(count))
    figures.tell(f"over_loop_{count}_files", over_loop, BARE if count == 1000 else None)
    size = sum(len(orjson.dumps(orjson.loads(Path(name).read_bytes()))) for name in names)
    figures.tell(f"megabytes_{count}_files", size / 1e6, unit="MB")


if __name__ == "__main__":
    sys.exit(main())
