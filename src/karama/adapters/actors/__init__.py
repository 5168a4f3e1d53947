"""Actor bases: one file, one way to keep the ActorBase port."""
