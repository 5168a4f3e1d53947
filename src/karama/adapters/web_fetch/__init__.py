"""Getting pages from the web."""
