"""Completions and the manual page: one walk over the commands, a writer for each shell, and a quick call for values.

    commands ─▶ tree.py ─▶ Command ─┬▶ bash.py, zsh.py, fish.py, powershell.py ─▶ completions/epoch.bash, …
               values.py ───────────┘▶ manual.py                                ─▶ completions/epoch.1

The files of `completions/` are what users get: commands, options and fixed values are text in them, so that a shell
starts no process for those. What only a user's machine knows (sessions, providers of one's own) is asked for with
`epoch completions values`, which `live.py` answers before anything else of the command line is imported.
"""
