"""Documents as pages: accessible, themable HTML without a server, and a page that follows a run.

    document ─▶ render: markup by role (roles/) ─▶ fill: data in (values) ─▶ html ─▶ page, with style and script
                                                        └▶ difference: what a live page changes (frames, server)

Nothing of a document is ever run, and nothing is fetched. `markup` says what stands between the steps.
"""
