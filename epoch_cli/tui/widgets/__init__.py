"""The lines around the panes, each a widget with a pure function that makes its text for a width."""
