"""What a screen shows of a run, as a fold of its events: no terminal, no clock, no I/O.

    events ─▶ View.feed ─▶ document, tree of nodes, patch log, findings, meters, status ─▶ widgets, or plain lines

A `View` can be fed one event at a time, and take the last one back again, so that a replay steps both ways.
"""

from epoch_cli.output.view.changes import Changes
from epoch_cli.output.view.findings import Finding
from epoch_cli.output.view.log import LogLine
from epoch_cli.output.view.meters import MeterView
from epoch_cli.output.view.nodes import GLYPHS, NodeView, State
from epoch_cli.output.view.status import Status
from epoch_cli.output.view.view import View

__all__ = ["GLYPHS", "Changes", "Finding", "LogLine", "MeterView", "NodeView", "State", "Status", "View"]
