"""Starts the Hub and ends it (and every server) when standard input closes: the supervisor's pipe is its leash."""

import os
import signal
import sys
import threading


def _forget_stale_proxy(pid_file: str) -> None:
    """JupyterHub would end whatever process has the pid in this file; after a reboot that may be anybody's."""
    try:
        with open(pid_file) as file:
            pid = int(file.read().strip())
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            is_ours = b"configurable-http-proxy" in file.read()
    except FileNotFoundError:
        is_ours = False
    except ValueError:
        is_ours = False
    if not is_ours and os.path.exists(pid_file):
        os.unlink(pid_file)


def _end_with_stdin() -> None:
    while os.read(0, 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    here = os.path.dirname(os.path.abspath(__file__))
    state = os.path.join(os.environ["LAKEPORT_HUB_ROOT"], "state")
    os.makedirs(state, 0o700, exist_ok=True)
    os.chmod(state, 0o700)
    os.makedirs(os.path.join(os.environ["LAKEPORT_HUB_ROOT"], "people"), 0o755, exist_ok=True)
    os.chdir(state)
    os.umask(0o022)
    _forget_stale_proxy(os.path.join(state, "proxy.pid"))
    threading.Thread(target=_end_with_stdin, daemon=True).start()

    from jupyterhub.app import JupyterHub

    sys.argv = ["jupyterhub", "--config", os.path.join(here, "jupyterhub_config.py")]
    JupyterHub.launch_instance()


main()
