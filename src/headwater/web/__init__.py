"""The web desk: pages over ``headwater.desk``, made on the server, without any script.

``serve`` runs ``app``, which holds the routes; ``security`` is the gate before them. ``handlers`` and ``claim_handlers``
turn what is asked (``asking``) into pages (``pages``: one value per template), which ``rendering`` writes as HTML.
``marking``, ``setting``, ``folding``, ``layout`` and ``drawing`` are pure functions and know nothing of requests.
"""
