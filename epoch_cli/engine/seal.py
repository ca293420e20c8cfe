"""A seal on a session file: the digest of all of it, as one more member of its last line.

Who reads sessions passes over members that it does not know, so that a sealed session is still one. It tells whether
anybody has changed the file since, and not who.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

_END = b"}\n"
_SEAL = re.compile(rb',"seal":"([0-9a-f]{64})"}\n\Z')
_LONGEST = 128
"""No fewer bytes than a seal takes."""


def seal(path: Path) -> None:
    """Seal a session file.

    Raises:
        OSError: it cannot be read or written.
    """
    body = path.read_bytes().removesuffix(_END)
    with path.open("r+b") as file:
        file.seek(len(body))
        file.write(b',"seal":"%b"}\n' % hashlib.sha256(body).hexdigest().encode())


def is_sealed(data: bytes) -> bool:
    """Whether these are the bytes of a session as it was sealed."""
    found = _SEAL.search(data, max(len(data) - _LONGEST, 0))
    return found is not None and hashlib.sha256(data[: found.start()]).hexdigest().encode() == found[1]
