"""A reading in, something to look at out: a terminal page, an HTML page, JSON."""
