"""Engines run parts of a reading: a pool of processes on this machine, or Ray on many."""
