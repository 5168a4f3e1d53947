"""Data sets of others as claims: their rows with their own precision, and how they are set against what a record holds."""
