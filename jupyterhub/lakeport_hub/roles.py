"""Who may do what at the Hub. Nobody is Hub admin; docs/decisions/0008 and 0009 say why each scope is or is not here."""

import os
import sys

BOUND_CHILD = os.path.join(os.path.dirname(os.path.abspath(__file__)), "bound_child.py")
AZURE_TOKEN = "custom:azure-token:read"

custom_scopes = {AZURE_TOKEN: {"description": "Get the owner's short-lived storage token from the identity endpoint"}}

load_roles = [
    {
        # Replaces JupyterHub's `self`, which carries tokens!user and would let a notebook mint lasting tokens,
        # and start:servers, because every start goes through the portal's consent and audit.
        # A server's token is cut down to what its owner holds, hence the custom scope here too; only the
        # identity endpoint honours it, and only in the form `!server=<user>/<server>` that this role cannot produce.
        "name": "user",
        "scopes": [
            "read:users!user",
            "users:activity!user",
            "read:servers!user",
            "delete:servers!user",
            "access:servers!user",
            f"{AZURE_TOKEN}!user",
        ],
    },
    {
        "name": "server",
        "scopes": ["users:activity!user", "access:servers!server", f"{AZURE_TOKEN}!server"],
    },
    {
        "name": "portal",
        "services": ["portal"],
        "scopes": ["list:users", "read:users", "admin:users", "servers", "read:servers", "delete:servers"],
    },
    {
        "name": "idle-culler",
        "services": ["idle-culler"],
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
    },
]


def services(settings):
    """The portal (outside, by token) and JupyterHub's own culler (a child of the Hub)."""
    return [
        {"name": "portal", "api_token": settings.portal_token},
        {
            "name": "idle-culler",
            "command": [
                sys.executable,
                BOUND_CHILD,  # JupyterHub starts one at every start and forgets those of a killed Hub
                sys.executable,
                "-m",
                "jupyterhub_idle_culler",
                f"--timeout={settings.idle_s}",
                f"--max-age={settings.max_age_s}",
                f"--cull-every={max(5, min(300, settings.idle_s // 4))}",
            ],
        },
    ]
