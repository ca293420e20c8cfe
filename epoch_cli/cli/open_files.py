"""How many jobs at a time the limit on open files has room for."""

from __future__ import annotations

import sys
from contextlib import suppress

_ALWAYS = 24
"""Files that are open whatever is asked, with those that an import opens for a moment."""
_EACH = 5
"""Of a job: its session, its answer for the cache, its connection, that of a standby, its document."""


def jobs_possible(wanted: int) -> int:
    """So many of the jobs as may be at a time, one at least; the limit is raised as far as it may be."""
    if sys.platform == "win32":  # has no such limit
        return wanted
    import resource

    limit, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = _ALWAYS + _EACH * wanted
    if limit == resource.RLIM_INFINITY or limit >= needed:
        return wanted
    raised = needed if most == resource.RLIM_INFINITY else min(needed, most)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (raised, most))
        limit = raised
    return max(1, min(wanted, (limit - _ALWAYS) // _EACH))
