"""The screen: a Textual app that shows a run, live or replayed, from its events alone.

It is drawn on stderr, so that stdout stays data. Only this package imports textual.
"""
