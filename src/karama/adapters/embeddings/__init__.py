"""Models that turn passages into vectors."""
