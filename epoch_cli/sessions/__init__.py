"""Sessions: a run's events on disk, written as they happen and read back as they were."""

from epoch_cli.sessions.recorder import Recorder
from epoch_cli.sessions.replay import replay
from epoch_cli.sessions.store import find_session, new_session_id, read_session, session_path

__all__ = ["Recorder", "find_session", "new_session_id", "read_session", "replay", "session_path"]
