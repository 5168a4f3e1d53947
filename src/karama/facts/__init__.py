"""Layers in, facts out: events with their roles, settings, modality and codes; relations; claims."""
