"""The command line: flags to calls. stdout is data, stderr is narration (design section 7)."""
