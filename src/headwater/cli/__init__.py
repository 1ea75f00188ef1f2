"""The command line, over the desk. It knows nothing of the web pages: what serves them is handed in."""
