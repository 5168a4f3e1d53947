"""The gazetteer port, kept by one SQLite file that is built once from GeoNames and the shipped tables."""
