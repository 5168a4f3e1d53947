"""Authorities that attest when something was there."""
