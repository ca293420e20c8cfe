"""Files against a design system: documents, patch files and sessions, as `epoch validate` checks them.

    sources.py, patterns.py         which files are meant, and what stands in them
    settings.py                     what they are held to
    kinds.py                        what a file is, told by what stands in it
    run.py, workers.py              many files, by one process or several
    check.py                        one file; patch_files.py (with authors.py) and session_files.py for the other kinds
    placing.py                      the line and column of a finding
    suppression.py, baseline.py     findings that are left out: by the document itself, by a list of known ones
    fixing.py, rewrite.py           the text of a document, fixed with nothing else changed
    formatting.py, documents.py     for `epoch fmt` a file's canonical text, for `epoch diff` the document it holds
    report.py                       what comes out: a `FileReport`
    text.py, writing.py             the text of a file, and a file put in place of another

The rules are in `validation`, which knows nothing of files; how a report is shown is up to `output`.
"""
