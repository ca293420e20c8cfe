"""Configuration: where files are, and (later) settings with their origins and keys."""
