"""The Hub, assembled: every value comes from the environment that scripts/hub.ts sets (see lakeport_hub/settings.py)."""

import importlib
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

from lakeport_hub import roles, spawner  # noqa: E402
from lakeport_hub.preload import preload  # noqa: E402
from lakeport_hub.settings import settings  # noqa: E402

c = get_config()  # noqa: F821  (given by traitlets)

# --- where it listens: only the proxy is public, and everything is on loopback ---------------------------------
c.JupyterHub.bind_url = settings.hub_url
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{settings.hub_internal_port}"
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{settings.proxy_api_port}"
# The parent-death wrapper makes the proxy end with the Hub, kill -9 included.
c.ConfigurableHTTPProxy.command = [
    sys.executable, os.path.join(HERE, "lakeport_hub", "bound_child.py"), settings.node, settings.proxy_script,
]  # fmt: skip
c.ConfigurableHTTPProxy.pid_file = settings.state("proxy.pid")
c.ConfigurableHTTPProxy.log_level = "warn"

# --- state: survives kill -9 ---------------------------------------------------------------------------------
c.JupyterHub.db_url = "sqlite:///" + settings.state("jupyterhub.sqlite")
c.JupyterHub.cookie_secret_file = settings.state("cookie_secret")
c.JupyterHub.upgrade_db = True
c.JupyterHub.cleanup_servers = True
c.JupyterHub.cleanup_proxy = True
# Servers that outlived the Hub are checked before the Hub answers, so that nobody sees a running one as stopped.
c.JupyterHub.init_spawners_timeout = 10

# --- who may do what -----------------------------------------------------------------------------------------
c.JupyterHub.custom_scopes = roles.custom_scopes
c.JupyterHub.load_roles = roles.load_roles
c.JupyterHub.services = roles.services(settings)
c.JupyterHub.admin_access = False
c.JupyterHub.trust_user_provided_tokens = False
c.Authenticator.admin_users = set()

# --- sign-in: one authenticator profile, by name ---------------------------------------------------------------
importlib.import_module(f"authenticators.{settings.authenticator}").configure(c, settings)

# --- servers ---------------------------------------------------------------------------------------------------
c.JupyterHub.allow_named_servers = True
c.JupyterHub.named_server_limit_per_user = settings.servers_per_person_max
c.JupyterHub.redirect_to_server = False
c.JupyterHub.default_url = "/hub/home"
# The Hub's own pages send people to the portal, where servers are started: none here offers what would be refused.
c.JupyterHub.template_paths = [os.path.join(HERE, "templates")]
c.JupyterHub.template_vars = {"portal_origin": settings.portal_origin}
c.JupyterHub.spawner_class = spawner.PersonSpawner
c.Spawner.default_url = "/lab"
# The spawner itself reads and checks them (lakeport_hub/options.py); this tells JupyterHub so.
c.Spawner.apply_user_options = lambda spawner, options: None
c.Spawner.start_timeout = 60
c.Spawner.http_timeout = 60
c.Spawner.poll_interval = 10
c.Spawner.consecutive_failure_limit = 0
c.LocalProcessSpawner.interrupt_timeout = 5
c.LocalProcessSpawner.term_timeout = 3
# 0: a start answers 202 at once and the portal follows the progress; JupyterHub's default holds the request for 10 s.
c.JupyterHub.tornado_settings = {"slow_spawn_timeout": 0}
preload.warm_up()
c.JupyterHub.log_level = os.environ.get("HUB_LOG_LEVEL", "INFO")
