"""Configuration: where files are, settings with their origins, keys of files and of providers, the cache."""
