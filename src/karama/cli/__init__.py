"""The command line: arguments in, calls to the API, lines out."""
