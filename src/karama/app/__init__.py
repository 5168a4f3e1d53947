"""Use cases: the order of the stages, and nothing else."""
