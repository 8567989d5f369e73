"""The Hub's side of lakeport_hub/preloaded.py: starts that process, asks it for servers."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import threading

HERE = os.path.dirname(os.path.abspath(__file__))
# All that the process knows of the machine: it must not hold what a notebook must not see.
ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONPATH": os.path.dirname(HERE)}


class Preload:
    """One preloaded process, started early, replaced when it ended; safe to use from several threads."""

    def __init__(self):
        self._lock = threading.Lock()
        self._process = None
        self._control = None

    def warm_up(self) -> None:
        """Starts the process without waiting for its imports."""
        with self._lock:
            self._ensure()

    def _ensure(self) -> None:
        if self._process is not None and self._process.poll() is None:
            return
        ours, theirs = socket.socketpair()
        self._process = subprocess.Popen(
            [sys.executable, "-P", os.path.join(HERE, "preloaded.py"), str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            env=ENVIRONMENT,
            cwd="/",
            start_new_session=True,
        )
        theirs.close()
        self._control = ours

    def _fork(self, order: dict) -> int:
        with self._lock:
            self._ensure()
            read_end, write_end = os.pipe()
            try:
                socket.send_fds(self._control, [b"."], [read_end])
            finally:
                os.close(read_end)
            with os.fdopen(write_end, "w") as pipe:
                json.dump(order, pipe)
            answer = self._control.recv(32)
        if not answer:
            raise RuntimeError("The process that starts notebook servers ended; see the Hub's log.")
        return int(answer)

    async def start_server(self, order: dict) -> int:
        """The pid of a new server; `order` as lakeport_hub/preloaded.py reads it."""
        return await asyncio.to_thread(self._fork, order)


preload = Preload()
