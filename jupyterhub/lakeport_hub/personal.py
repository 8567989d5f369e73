"""What is made inside a person's home before their server starts. Runs as the person, never as root:
a symbolic link in a home could point root anywhere."""

import os
import shutil
import sys


def make_environment(own: str, base: str) -> None:
    """A virtual environment over the base one: reads its packages, installs beside them in the person's own space."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    site = os.path.join(own, "lib", version, "site-packages")
    marker = os.path.join(site, "lakeport.pth")
    if os.path.exists(marker):
        return
    os.makedirs(site, exist_ok=True)
    os.makedirs(os.path.join(own, "bin"), exist_ok=True)
    real = os.path.realpath(sys.executable)
    with open(os.path.join(own, "pyvenv.cfg"), "w") as file:
        file.write(f"home = {os.path.dirname(real)}\ninclude-system-site-packages = false\n")
    for name in ("python", "python3", version):
        link = os.path.join(own, "bin", name)
        if os.path.lexists(link):
            os.unlink(link)
        os.symlink(real, link)
    pip = os.path.join(own, "bin", "pip")
    with open(pip, "w") as file:
        file.write(f'#!/bin/sh\nexec "{own}/bin/python" -m pip "$@"\n')
    os.chmod(pip, 0o755)
    with open(marker, "w") as file:
        file.write(os.path.join(base, "lib", version, "site-packages") + "\n")


def lay_out_notebook(home: str, starter: str, name: str) -> None:
    """Copies the starter notebook unless a file of that name is there: what a person wrote is never overwritten."""
    folder = os.path.join(home, "lakeport")
    os.makedirs(folder, exist_ok=True)
    target = os.path.join(folder, name)
    if os.path.lexists(target):
        return
    half = f"{target}.new"
    shutil.copyfile(starter, half)
    os.chmod(half, 0o600)
    os.replace(half, target)


def lay_out_fonts(home: str, fonts: str) -> None:
    """Matplotlib's list of fonts: making it takes seconds of a person's first chart, and it is the same for everybody."""
    cache = os.path.join(home, ".cache", "matplotlib")
    if os.path.isdir(fonts) and not os.path.exists(cache):
        os.makedirs(os.path.dirname(cache), exist_ok=True)
        shutil.copytree(fonts, cache)
