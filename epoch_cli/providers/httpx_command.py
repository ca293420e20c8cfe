"""To be imported before httpx: leaves out its command line, a sixth of what `epoch gen` takes to its first request.

Where click is installed, `import httpx` brings that command with it, and by it rich and pygments; elsewhere it does
without. None in `sys.modules` is how Python says that a module is not there, so `httpx.main` is then what it is on most
machines: a function that says what to install.
"""

from __future__ import annotations

import sys

sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
