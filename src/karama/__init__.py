"""Karama: reads reporting on armed conflict and keeps a record of who says what happened."""
