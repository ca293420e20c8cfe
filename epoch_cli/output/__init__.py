"""Readers of events and reports for people and programs: JSON lines, a live tree, one-line narration."""
