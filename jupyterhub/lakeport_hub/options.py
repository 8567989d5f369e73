"""What the portal may ask for when it starts a server (`user_options`), checked before anything is started."""

import json
import os
import re
from dataclasses import dataclass

from tornado import web

PROFILES_FILE = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "profiles.json")

# Container names: 3 to 63 lower-case letters, digits and single hyphens (Microsoft Learn, naming containers, 2025-06).
FILESYSTEM = re.compile(r"[a-z0-9](?:[a-z0-9]|-(?!-)){1,61}[a-z0-9]")
NOTEBOOK = re.compile(r"[^\W_][\w .()-]{0,79}\.ipynb")
FOLDER_BYTES_MAX = 1024  # the service's own limit for a path


@dataclass(frozen=True)
class LaunchOptions:
    profile: dict
    filesystem: str
    folder: str
    notebook: str


def load_profiles() -> dict[str, dict]:
    with open(PROFILES_FILE) as file:
        return {profile["id"]: profile for profile in json.load(file)["profiles"]}


def _refuse(message: str):
    raise web.HTTPError(400, message)


def _folder(value) -> str:
    if not isinstance(value, str) or not value or len(value.encode()) > FOLDER_BYTES_MAX:
        _refuse("user_options.folder must be a path of 1 to 1024 bytes.")
    if any(ord(char) < 32 or char in "\\\x7f" for char in value) or any(
        part in ("", ".", "..") for part in value.split("/")
    ):
        _refuse("user_options.folder must be a plain path without empty, '.' or '..' parts.")
    return value


def read_options(user_options: dict) -> LaunchOptions:
    """Refuses with 400 what the portal would never send; unknown keys too, because one of them could be a secret."""
    profiles = load_profiles()
    options = dict(user_options or {})
    unknown = set(options) - {"profile", "filesystem", "folder", "notebook"}
    if unknown:
        _refuse(f"Unknown user_options: {', '.join(sorted(unknown))}.")
    profile = options.get("profile")
    if profile not in profiles:
        _refuse(f"user_options.profile must be one of: {', '.join(profiles)}.")
    filesystem = options.get("filesystem")
    if not isinstance(filesystem, str) or not FILESYSTEM.fullmatch(filesystem):
        _refuse("user_options.filesystem must be a container name.")
    notebook = options.get("notebook")
    if not isinstance(notebook, str) or not NOTEBOOK.fullmatch(notebook):
        _refuse("user_options.notebook must be a plain file name that ends in .ipynb.")
    return LaunchOptions(profiles[profile], filesystem, _folder(options.get("folder")), notebook)
