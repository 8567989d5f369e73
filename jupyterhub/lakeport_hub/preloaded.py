"""The process from which servers are forked: JupyterLab is imported once here, which saves each start its imports.

It reads no request itself. It is handed a pipe, forks, and only the child, which becomes the person, reads what is in
it, so that no server inherits memory that ever held another person's token.
"""

import ctypes
import gc
import json
import os
import resource
import signal
import socket
import sys

from lakeport_hub import personal

PR_SET_NO_NEW_PRIVS = 38  # linux/prctl.h: set-uid programs give nothing to a notebook
PR_SET_DUMPABLE = 4  # a process that changed its uid may not read its own /proc entries without this


def preload() -> None:
    """Only code: no thread, loop or connection may exist before the fork."""
    import jupyter_server.services.contents.largefilemanager  # noqa: F401
    import jupyter_server.services.kernels.handlers  # noqa: F401
    import jupyter_server.services.sessions.sessionmanager  # noqa: F401
    import jupyter_server_terminals  # noqa: F401
    import jupyterhub.singleuser.extension  # noqa: F401
    import jupyterlab.labapp  # noqa: F401
    import nbconvert.exporters  # noqa: F401
    import terminado  # noqa: F401
    from jupyterhub.singleuser import app  # noqa: F401

    gc.collect()
    gc.freeze()


def serve(control: socket.socket) -> int:
    """Forks once per pipe received. Returns in the child only, with that pipe; ends the process when the Hub is gone."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # ended servers vanish at once; the Hub watches their pids
    while True:
        message, pipes, _, _ = socket.recv_fds(control, 1, 1)
        if not message:
            os._exit(0)
        pid = os.fork()
        if pid == 0:
            control.close()
            return pipes[0]
        os.close(pipes[0])
        control.sendall(f"{pid}\n".encode())


def _lower(limit: int, value: int) -> None:
    _, hard = resource.getrlimit(limit)
    bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(limit, (bound, bound))


def become(order: dict) -> None:
    """Gives up everything that the person must not have, for good, before anything of theirs is touched."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    if order["separate"]:
        os.setgroups([])
        os.setresgid(order["gid"], order["gid"], order["gid"])
        os.setresuid(order["uid"], order["uid"], order["uid"])
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _lower(resource.RLIMIT_DATA, order["memory_bytes"])
    if order["separate"]:
        _lower(resource.RLIMIT_NPROC, order["processes_max"])
    os.nice(order["nice"])
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        libc.prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)
    sys.path.remove(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))  # our code is not a notebook's
    os.chdir(order["home"])
    os.environ.clear()
    os.environ.update(order["environment"])


def keep_log(home: str) -> None:
    """The server's own log goes to the home: the Hub's log is not a notebook's to write in."""
    folder = os.path.join(home, ".lakeport")
    os.makedirs(folder, exist_ok=True)
    log = os.open(os.path.join(folder, "server.log"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    for output in (1, 2):
        os.dup2(log, output)
    os.close(log)


def prepare(order: dict) -> None:
    keep_log(order["home"])
    personal.make_environment(order["own_environment"], order["base_environment"])
    personal.lay_out_notebook(order["home"], order["starter"], order["notebook"])
    personal.lay_out_fonts(order["home"], order["fonts"])


def main() -> None:
    control = socket.socket(fileno=int(sys.argv[1]))
    preload()
    pipe = serve(control)
    with os.fdopen(pipe) as file:
        order = json.load(file)
    become(order)
    prepare(order)
    # JupyterLab decides on these two folders while it is imported, that is, in the preloading process's home.
    lab = os.path.join(order["home"], ".jupyter", "lab")
    folders = [f"--LabApp.workspaces_dir={lab}/workspaces", f"--LabApp.user_settings_dir={lab}/user-settings"]
    sys.argv = ["jupyterhub-singleuser", *order["arguments"], *folders]
    from jupyterhub.singleuser.app import main as serve_notebooks

    serve_notebooks()


main()
