"""Runs as the person, in their home: makes their environment, lays out the starter notebook, becomes JupyterLab.

Root never writes in a home (a symbolic link there could point anywhere), so everything personal happens here.
"""

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
    with open(os.path.join(own, "bin", "pip"), "w") as file:
        file.write(f'#!/bin/sh\nexec "{own}/bin/python" -m pip "$@"\n')
    os.chmod(os.path.join(own, "bin", "pip"), 0o755)
    with open(marker, "w") as file:
        file.write(os.path.join(base, "lib", version, "site-packages") + "\n")


def lay_out_notebook(home: str, share: str, name: str) -> None:
    """Copies the starter notebook unless a file of that name is there: what a person wrote is never overwritten."""
    folder = os.path.join(home, "lakeport")
    os.makedirs(folder, exist_ok=True)
    target = os.path.join(folder, name)
    if os.path.lexists(target):
        return
    half = f"{target}.new"
    shutil.copyfile(os.path.join(share, "starter", "folder.ipynb"), half)
    os.chmod(half, 0o600)
    os.replace(half, target)


def main() -> None:
    env = os.environ
    make_environment(env["LAKEPORT_ENV"], env["LAKEPORT_BASE_ENV"])
    lay_out_notebook(env["HOME"], env["LAKEPORT_SHARE"], env["LAKEPORT_NOTEBOOK"])
    for name in ("LAKEPORT_ENV", "LAKEPORT_BASE_ENV", "LAKEPORT_SHARE", "LAKEPORT_NOTEBOOK"):
        del env[name]
    os.execv(sys.executable, [sys.executable, "-P", "-m", "jupyterhub.singleuser", *sys.argv[1:]])


main()
