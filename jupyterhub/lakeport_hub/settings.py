"""The Hub's settings, read once from the environment. scripts/hub.ts sets every name that is read here."""

import os
from dataclasses import dataclass, field


def _required(name: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise SystemExit(f"{name} is not set. The Hub is started by scripts/hub.ts, which sets it.")
    return value


def _number(name: str, default: int) -> int:
    return int(os.environ.get(name, "") or default)


@dataclass(frozen=True)
class Settings:
    root: str = field(default_factory=lambda: _required("LAKEPORT_HUB_ROOT"))
    authenticator: str = field(default_factory=lambda: os.environ.get("LAKEPORT_HUB_AUTHENTICATOR") or "demo")
    portal_origin: str = field(default_factory=lambda: _required("PORTAL_ORIGIN").rstrip("/"))
    hub_url: str = field(default_factory=lambda: _required("HUB_URL").rstrip("/"))
    hub_internal_port: int = field(default_factory=lambda: _number("HUB_INTERNAL_PORT", 4301))
    proxy_api_port: int = field(default_factory=lambda: _number("HUB_PROXY_API_PORT", 4302))
    node: str = field(default_factory=lambda: _required("LAKEPORT_NODE"))
    proxy_script: str = field(default_factory=lambda: _required("LAKEPORT_PROXY_SCRIPT"))
    oauth_client_id: str = field(default_factory=lambda: _required("HUB_OAUTH_CLIENT_ID"))
    oauth_client_secret: str = field(default_factory=lambda: _required("HUB_OAUTH_CLIENT_SECRET"))
    portal_token: str = field(default_factory=lambda: _required("HUB_API_TOKEN"))
    identity_endpoint: str = field(default_factory=lambda: _required("IDENTITY_ENDPOINT_URL"))
    lake_url: str = field(default_factory=lambda: _required("LAKE_URL"))
    lake_blob_url: str = field(default_factory=lambda: _required("LAKE_BLOB_URL"))
    lake_account: str = field(default_factory=lambda: _required("LAKE_ACCOUNT"))
    uid_first: int = field(default_factory=lambda: _number("LAKEPORT_HUB_UID_FIRST", 70_000))
    uid_count: int = field(default_factory=lambda: _number("LAKEPORT_HUB_UID_COUNT", 10_000))
    servers_per_person_max: int = field(default_factory=lambda: _number("LAKEPORT_HUB_SERVERS_MAX", 5))
    idle_s: int = field(default_factory=lambda: _number("LAKEPORT_HUB_IDLE_S", 3_600))
    max_age_s: int = field(default_factory=lambda: _number("LAKEPORT_HUB_MAX_AGE_S", 43_200))

    @property
    def signed_out_url(self) -> str:
        return os.environ.get("HUB_SIGNED_OUT_URL") or f"{self.portal_origin}/sign-in"

    def state(self, name: str) -> str:
        """A file that only the Hub may read: its database, secrets and allocated uids."""
        return os.path.join(self.root, "state", name)

    def share(self, *parts: str) -> str:
        """A file that every server may read and none may write."""
        return os.path.join(self.root, "share", *parts)

    @property
    def people(self) -> str:
        return os.path.join(self.root, "people")

    @property
    def venv(self) -> str:
        return os.path.join(self.root, "venv")


settings = Settings()
