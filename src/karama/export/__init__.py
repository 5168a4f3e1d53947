"""Values in, bytes out: one file per format, and formats.py with a line for each."""
