"""A worker process of the local pool: loads the models once, then reads what it is sent, and tells each article as soon as it is read."""

from __future__ import annotations

import importlib
import os
import signal
from multiprocessing.connection import Connection

# Threads of a numerical library in each worker would fight for the same cores.
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def run_worker(pipe: Connection, opener: str, memory_mb: int | None) -> None:
    """Nothing, once the pipe is closed. `opener` ("module:function") gives the function that reads articles to lines."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the supervisor's to answer
    if memory_mb is not None:
        limit_memory(memory_mb)
    module, _, name = opener.partition(":")
    read = getattr(importlib.import_module(module), name)()
    pipe.send(("ready", None))
    while True:
        try:
            articles = pipe.recv()
        except EOFError:
            return
        if articles is None:
            return
        try:
            for line in read(articles):
                pipe.send(("line", line))
            pipe.send(("done", None))
        except MemoryError:
            os._exit(70)  # nothing that was begun can be trusted now


def limit_memory(megabytes: int) -> None:
    """Nothing; from now on the process gets no more memory than that of its own, where the system can hold it to it."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (megabytes << 20, megabytes << 20))
    except (ImportError, AttributeError, ValueError, OSError):
        return
