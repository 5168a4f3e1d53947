"""Mentions in, things in the world out: places, actors, and which mentions are one entity."""
