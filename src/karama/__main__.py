"""`python -m karama`: the same as the `karama` command."""

from karama.cli.main import run

run()
