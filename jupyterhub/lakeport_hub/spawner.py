"""One process tree per notebook server, each person under a uid of their own."""

import asyncio
import os
import signal

import psutil
from jupyterhub.spawner import LocalProcessSpawner
from jupyterhub.utils import random_port
from traitlets import Float

from .environment import own_environment, server_environment
from .options import read_options
from .people import people_are_separate, prepare_person
from .preload import preload
from .settings import settings

LISTEN_POLL_S = 0.02


class PersonSpawner(LocalProcessSpawner):
    """LocalProcessSpawner without /etc/passwd: uid, home and environment come from the Hub's own state."""

    created_s = Float(0.0, help="When the server's process began (epoch seconds); tells it from a later one with its pid")

    _steps = None

    # --- identity of the process ---------------------------------------------------------------------------
    def get_state(self):
        state = super().get_state()
        if self.pid and self.created_s:
            state["created_s"] = self.created_s
        return state

    def load_state(self, state):
        super().load_state(state)
        self.created_s = state.get("created_s", 0.0)

    def _is_running(self):
        """False when the process is gone, a zombie, or its pid has been given to another one."""
        try:
            process = psutil.Process(self.pid)
            return process.status() != psutil.STATUS_ZOMBIE and abs(process.create_time() - self.created_s) < 0.05
        except psutil.Error:
            return False

    async def poll(self):
        if self.pid and self._is_running():
            return None
        self.clear_state()
        return 0

    async def _signal(self, sig):
        return self._is_running() and await super()._signal(sig)

    # --- start -----------------------------------------------------------------------------------------------
    def _order(self, person, options):
        """What lakeport_hub/preloaded.py needs to become this server."""
        return {
            "separate": person.separate,
            "uid": person.uid,
            "gid": person.gid,
            "home": person.home,
            "environment": server_environment(self.get_env(), person, options),
            "arguments": self.get_args(),
            "memory_bytes": options.profile["memoryBytes"],
            "processes_max": options.profile["processesMax"],
            "nice": options.profile["nice"],
            "own_environment": own_environment(person),
            "base_environment": settings.venv,
            "starter": settings.share("starter", "folder.ipynb"),
            "notebook": options.notebook,
            "fonts": os.path.join(settings.venv, "lakeport-fonts"),
        }

    def user_env(self, env):
        return env  # the parent class would look the person up in /etc/passwd

    async def start(self):
        self._steps = asyncio.Queue()
        options = read_options(self.user_options)
        self._tell(10, f"Preparing the home of {self.user.name}")
        person = await asyncio.to_thread(prepare_person, self.user.name)
        self.port = random_port()
        self._tell(30, f"Starting JupyterLab ({options.profile['name']})")
        self.pid = await preload.start_server(self._order(person, options))
        self.created_s = psutil.Process(self.pid).create_time()
        self._tell(50, "Waiting for JupyterLab to answer")
        await self._listening()
        self._tell(90, "Opening the door")
        return "127.0.0.1", self.port

    async def _listening(self):
        """JupyterHub's own wait backs off up to seconds; a connection attempt every 20 ms saves most of that."""
        while self._is_running():
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", self.port)
                writer.close()
                return
            except OSError:
                await asyncio.sleep(LISTEN_POLL_S)
        raise RuntimeError("The notebook server ended at once; .lakeport/server.log in the person's home says why.")

    def _tell(self, percent, message):
        self._steps.put_nowait({"progress": percent, "message": message})

    async def progress(self):
        while self._steps is None:
            await asyncio.sleep(LISTEN_POLL_S)
        while True:
            yield await self._steps.get()

    # --- stop ------------------------------------------------------------------------------------------------
    async def stop(self, now=False):
        await super().stop(now=now)
        await asyncio.to_thread(self._end_leftovers)

    def _end_leftovers(self):
        """Kernels and whatever a notebook left behind: nothing of a stopped server keeps running."""
        if not people_are_separate:
            return
        person = prepare_person(self.user.name)
        is_last = not any(other.active and other is not self for other in self.user.spawners.values())
        for process in psutil.process_iter(["uids"]):
            uids = process.info["uids"]
            if uids is not None and uids.real == person.uid and (is_last or self._is_mine(process)):
                self._kill(process)

    def _is_mine(self, process):
        try:
            return process.environ().get("JUPYTERHUB_SERVER_NAME") == self.name
        except psutil.Error:
            return False

    def _kill(self, process):
        try:
            process.send_signal(signal.SIGKILL)
        except psutil.Error:
            pass
