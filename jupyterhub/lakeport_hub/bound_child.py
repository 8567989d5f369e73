"""Run a command that ends when its parent ends, however the parent ends (Linux: prctl(2) PR_SET_PDEATHSIG)."""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def main() -> None:
    if sys.platform == "linux":
        parent = os.getppid()
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
        if os.getppid() != parent:  # it ended before the request took effect
            raise SystemExit(1)
    os.execv(sys.argv[1], sys.argv[1:])


main()
