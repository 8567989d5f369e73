"""One process tree per notebook server, each person under a uid of their own."""

import asyncio
import ctypes
import os
import resource
import signal
import subprocess
import sys

import psutil
from jupyterhub.spawner import LocalProcessSpawner
from traitlets import Float

from .environment import server_environment
from .options import read_options
from .people import people_are_separate, prepare_person
from .settings import settings

PR_SET_NO_NEW_PRIVS = 38  # linux/prctl.h: set-uid programs give nothing to a notebook
LISTEN_POLL_S = 0.02
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def _lower(limit: int, value: int) -> None:
    _, hard = resource.getrlimit(limit)
    bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(limit, (bound, bound))


class PersonSpawner(LocalProcessSpawner):
    """LocalProcessSpawner without /etc/passwd: uid, home and environment come from the Hub's own state."""

    created_s = Float(0.0, help="When the server's process began (epoch seconds); tells it from a later one with its pid")

    _step = None

    # --- identity of the process ---------------------------------------------------------------------------
    def get_state(self):
        state = super().get_state()
        if self.pid and self.created_s:
            state["created_s"] = self.created_s
        return state

    def load_state(self, state):
        super().load_state(state)
        self.created_s = state.get("created_s", 0.0)

    def _process(self):
        """The server's process, or None when it is gone, a zombie, or its pid has been given to another one."""
        try:
            process = psutil.Process(self.pid)
            if process.status() == psutil.STATUS_ZOMBIE or abs(process.create_time() - self.created_s) > 0.05:
                return None
            return process
        except psutil.Error:
            return None

    async def poll(self):
        if self.proc is not None or not self.pid:
            return await super().poll()
        if self._process() is None:
            self.clear_state()
            return 0
        return None

    # --- start -----------------------------------------------------------------------------------------------
    def get_env(self):
        person = prepare_person(self.user.name)
        return server_environment(super().get_env(), person, read_options(self.user_options))

    def user_env(self, env):
        return env

    def make_preexec_fn(self, name):
        return None  # the parent class would look the name up in /etc/passwd

    def _limits(self, options, separate):
        """Runs in the child, after it has become the person: limits can only be lowered from there."""
        profile = options.profile

        def lower():
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            _lower(resource.RLIMIT_DATA, profile["memoryBytes"])
            if separate:
                _lower(resource.RLIMIT_NPROC, profile["processesMax"])
            os.nice(profile["nice"])
            if _libc is not None:
                _libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)

        return lower

    async def start(self):
        self._step = asyncio.Queue()
        options = read_options(self.user_options)
        self._tell(10, f"Preparing the home of {self.user.name}")
        person = await asyncio.to_thread(prepare_person, self.user.name)
        self.cmd = [os.path.join(settings.venv, "bin", "python"), "-I", settings.share("launch.py")]
        self.popen_kwargs = {
            "cwd": person.home,
            "umask": 0o077,
            "stdin": subprocess.DEVNULL,
            "close_fds": True,
            "preexec_fn": self._limits(options, person.separate),
        }
        if person.separate:
            self.popen_kwargs |= {"user": person.uid, "group": person.gid, "extra_groups": []}
        self._tell(30, f"Starting JupyterLab ({options.profile['name']})")
        ip, port = await super().start()
        self.created_s = psutil.Process(self.pid).create_time()
        self._tell(50, "Waiting for JupyterLab to answer")
        await self._listening(ip, port)
        self._tell(90, "Opening the door")
        return ip, port

    async def _listening(self, ip, port):
        """JupyterHub's own wait backs off up to seconds; a connection attempt every 20 ms saves most of that."""
        while self.proc.poll() is None:
            try:
                _, writer = await asyncio.open_connection(ip, port)
                writer.close()
                return
            except OSError:
                await asyncio.sleep(LISTEN_POLL_S)
        raise RuntimeError(f"The notebook server ended at once (exit code {self.proc.returncode}); see the Hub's log.")

    def _tell(self, percent, message):
        self._step.put_nowait({"progress": percent, "message": message})

    async def progress(self):
        while self._step is None:
            await asyncio.sleep(LISTEN_POLL_S)
        while True:
            yield await self._step.get()

    # --- stop ------------------------------------------------------------------------------------------------
    async def stop(self, now=False):
        await super().stop(now=now)
        await asyncio.to_thread(self._end_leftovers)

    def _end_leftovers(self):
        """Kernels and whatever a notebook left behind: nothing of a stopped server keeps running."""
        if not people_are_separate:
            return
        person = prepare_person(self.user.name)
        alone = not any(s.active and s is not self for s in self.user.spawners.values())
        for process in psutil.process_iter(["uids"]):
            if process.info["uids"] is None or process.info["uids"].real != person.uid:
                continue
            if alone or self._is_of_this_server(process):
                self._kill(process)

    def _is_of_this_server(self, process):
        try:
            return process.environ().get("JUPYTERHUB_SERVER_NAME") == self.name
        except psutil.Error:
            return False

    def _kill(self, process):
        try:
            process.send_signal(signal.SIGKILL)
        except psutil.Error:
            pass
