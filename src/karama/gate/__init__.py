"""The safety gate: what may leave a record under a profile, what is held back, coarsened or redacted first, and why, item by item."""
