"""The web desk: pages over ``headwater.desk``, made on the server, without any script.

``app`` holds the routes and the server, ``security`` the gate before them, ``pages`` one value per template,
``views`` what turns the desk's values into pages; ``marking`` and ``drawing`` are pure and know nothing of the web.
"""
