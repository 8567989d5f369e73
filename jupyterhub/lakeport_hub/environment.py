"""The environment of a notebook server: a whitelist. Nothing of the Hub's own environment passes but what is named here."""

import os
import re

from .settings import settings

CREDENTIALS_IN_URL = re.compile(r"//[^/@\s]+@")


def _pip(person_home: str) -> dict[str, str]:
    """How this machine's pip finds its index, except where that holds a password: then pip asks its default index."""
    passed = {
        name: value
        for name, value in os.environ.items()
        if name.startswith("PIP_") and name != "PIP_CONFIG_FILE" and not CREDENTIALS_IN_URL.search(value)
    }
    config = settings.share("pip.conf")
    if os.path.exists(config):
        passed["PIP_CONFIG_FILE"] = config
    passed["PIP_CACHE_DIR"] = os.path.join(person_home, ".cache", "pip")
    passed["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    passed.pop("PIP_USER", None)
    passed.pop("PIP_TARGET", None)
    return passed


def _identity(token: str) -> dict[str, str]:
    """App Service's managed identity protocol; the MSI_* pair is what older clients read (Azure SDK for C++, DuckDB)."""
    return {
        "IDENTITY_ENDPOINT": settings.identity_endpoint,
        "IDENTITY_HEADER": token,
        "MSI_ENDPOINT": settings.identity_endpoint,
        "MSI_SECRET": token,
        "AZURE_TOKEN_CREDENTIALS": "ManagedIdentityCredential",
    }


def _lake(options) -> dict[str, str]:
    return {
        "LAKE_URL": settings.lake_url,
        "LAKE_BLOB_URL": settings.lake_blob_url,
        "LAKE_ACCOUNT": settings.lake_account,
        "LAKE_FILESYSTEM": options.filesystem,
        "LAKE_FOLDER": options.folder,
    }


def own_environment(person) -> str:
    """Where a person's own packages go."""
    return os.path.join(person.home, ".lakeport", "env")


def _process(person, options) -> dict[str, str]:
    own = own_environment(person)
    bundle = settings.share("ca-bundle.pem")
    threads = str(options.profile["threads"])
    return {
        "HOME": person.home,
        "USER": person.name,
        "LOGNAME": person.name,
        "SHELL": "/bin/bash",
        "LANG": "C.UTF-8",
        "TZ": os.environ.get("TZ", "UTC"),
        "PATH": f"{own}/bin:{settings.venv}/bin:/usr/local/bin:/usr/bin:/bin",
        "MPLCONFIGDIR": os.path.join(person.home, ".cache", "matplotlib"),
        "JUPYTER_PATH": settings.share("jupyter"),
        "JUPYTER_CONFIG_PATH": settings.share("config"),
        "JUPYTER_PLATFORM_DIRS": "1",
        "REQUESTS_CA_BUNDLE": bundle,
        "SSL_CERT_FILE": bundle,
        "OMP_NUM_THREADS": threads,
        "OPENBLAS_NUM_THREADS": threads,
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }


def server_environment(jupyterhub: dict[str, str], person, options) -> dict[str, str]:
    """`jupyterhub`: what JupyterHub itself sets (JUPYTERHUB_*), with the server's own token in it."""
    hub_own = {name: value for name, value in jupyterhub.items() if name.startswith("JUPYTERHUB_")}
    return {
        **hub_own,
        **_process(person, options),
        **_pip(person.home),
        **_identity(hub_own["JUPYTERHUB_API_TOKEN"]),
        **_lake(options),
    }
