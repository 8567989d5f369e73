"""Sign-in profile `demo`: the portal's own small OAuth server, so that a signed-in person is never asked twice."""

from lakeport_hub.open_server import OpenServerHandler
from oauthenticator.generic import GenericOAuthenticator
from oauthenticator.oauth2 import OAuthCallbackHandler, OAuthLogoutHandler
from tornado import web


class IssuerCheckedCallback(OAuthCallbackHandler):
    """oauthenticator 17.4 does not read `iss` (RFC 9207); a response of another issuer is refused here."""

    def check_arguments(self):
        super().check_arguments()
        if self.get_argument("iss", "") != self.authenticator.issuer:
            raise web.HTTPError(400, "The sign-in answer names another issuer than the portal.")


class SignOut(OAuthLogoutHandler):
    """Ends the Hub's session and goes back to the portal, never to a page that would sign in again."""

    async def render_logout_page(self):
        self.redirect(self.authenticator.logout_redirect_url)


class PortalAuthenticator(GenericOAuthenticator):
    """GenericOAuthenticator with the response's issuer checked."""

    issuer = ""
    callback_handler = IssuerCheckedCallback
    logout_handler = SignOut

    def get_handlers(self, app):
        return [*super().get_handlers(app), (r"/lakeport/open", OpenServerHandler)]


def configure(c, settings):
    """Points the Hub at {PORTAL_ORIGIN}/api/hub-oauth/*; the portal names the Hub user in the claim `hub_user`."""
    PortalAuthenticator.issuer = settings.portal_origin
    oauth = f"{settings.portal_origin}/api/hub-oauth"
    c.JupyterHub.authenticator_class = PortalAuthenticator
    c.PortalAuthenticator.auto_login = True
    c.PortalAuthenticator.client_id = settings.oauth_client_id
    c.PortalAuthenticator.client_secret = settings.oauth_client_secret
    c.PortalAuthenticator.authorize_url = f"{oauth}/authorize"
    c.PortalAuthenticator.token_url = f"{oauth}/token"
    c.PortalAuthenticator.userdata_url = f"{oauth}/userinfo"
    c.PortalAuthenticator.oauth_callback_url = f"{settings.hub_url}/hub/oauth_callback"
    c.PortalAuthenticator.logout_redirect_url = settings.signed_out_url
    c.PortalAuthenticator.username_claim = "hub_user"
    c.PortalAuthenticator.username_pattern = r"[a-z][a-z0-9-]{1,31}"
    c.PortalAuthenticator.scope = ["openid"]
    c.PortalAuthenticator.enable_pkce = True
    c.PortalAuthenticator.basic_auth = False
    c.PortalAuthenticator.enable_auth_state = False
    # The portal creates the Hub user when it first starts a server; a person unknown to it stays outside.
    c.PortalAuthenticator.allow_all = False
    c.PortalAuthenticator.allow_existing_users = True
    # No token of the portal is kept at the Hub, so there is nothing to refresh; the session simply ends.
    c.PortalAuthenticator.auth_refresh_age = 0
    c.JupyterHub.cookie_max_age_days = 0.5
