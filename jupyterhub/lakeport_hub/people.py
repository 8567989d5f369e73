"""Which uid a Hub user's processes run as, and where that person's files lie."""

import fcntl
import json
import os
import pwd
import subprocess
from dataclasses import dataclass

from .settings import settings


@dataclass(frozen=True)
class Person:
    name: str
    uid: int
    gid: int
    directory: str

    @property
    def home(self) -> str:
        return os.path.join(self.directory, "home")

    @property
    def separate(self) -> bool:
        """Whether the person has a uid that no other person and no service has."""
        return self.uid != os.geteuid()


def _uids_usable() -> bool:
    """Whether servers get uids of their own: always for root, never for anybody else (then it is a single-user demo)."""
    if os.geteuid() != 0:
        return False
    try:
        subprocess.run(
            ["/bin/true"], user=settings.uid_first, group=settings.uid_first, extra_groups=[], check=True, timeout=10
        )
        return True
    except (OSError, subprocess.SubprocessError) as cause:
        # Going on would run everybody's notebooks as root.
        raise SystemExit(
            f"This root may not become uid {settings.uid_first}, so people could not be kept apart. "
            "Set LAKEPORT_HUB_UID_FIRST to a uid that is mapped here, or start Lakeport as an ordinary user."
        ) from cause


people_are_separate = _uids_usable()


def _known_to_system(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
        return True
    except KeyError:
        return False


def _next_free(taken: set[int]) -> int:
    for uid in range(settings.uid_first, settings.uid_first + settings.uid_count):
        if uid not in taken and not _known_to_system(uid):
            return uid
    raise RuntimeError(
        f"All {settings.uid_count} uids from {settings.uid_first} are taken. Raise LAKEPORT_HUB_UID_COUNT."
    )


def _uid_of(name: str) -> int:
    """The uid allocated to a Hub user: kept for ever, never given to another one, even after the user is deleted."""
    path = settings.state("uids.json")
    with open(path + ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        allocated = {}
        if os.path.exists(path):
            with open(path) as file:
                allocated = json.load(file)
        if name not in allocated:
            allocated[name] = _next_free(set(allocated.values()))
            with open(path + ".new", "w") as file:
                json.dump(allocated, file, indent=1, sort_keys=True)
                file.flush()
                os.fsync(file.fileno())
            os.replace(path + ".new", path)
        return allocated[name]


def prepare_person(name: str) -> Person:
    """Allocates the uid and makes the home (0700). Root writes nothing inside a home: share/launch.py does, as the person."""
    directory = os.path.join(settings.people, name)
    if people_are_separate:
        uid = gid = _uid_of(name)
    else:
        uid, gid = os.geteuid(), os.getegid()
    person = Person(name, uid, gid, directory)
    os.makedirs(directory, 0o755, exist_ok=True)
    if not os.path.lexists(person.home):
        born = os.path.join(directory, ".home-being-born")
        os.makedirs(born, 0o700, exist_ok=True)
        os.chmod(born, 0o700)
        if person.separate:
            os.chown(born, uid, gid)
        os.rename(born, person.home)
    return person
