"""GET /hub/lakeport/open?user=<hub user>&next=/user/<hub user>/...: the page through which the portal hands a browser over."""

import re
from urllib.parse import urlencode

from jupyterhub.handlers import BaseHandler
from jupyterhub.utils import url_path_join
from tornado import web

NEXT = re.compile(r"/user/(?P<user>[a-z0-9-]{1,32})/(?P<server>[a-z0-9-]{1,30})/[^\\]*")


class OpenServerHandler(BaseHandler):
    """Compares the Hub's user with the person who launched and signs the Hub out first when they differ.

    It grants nothing: whoever arrives still has to sign in at the portal and own the server behind `next`.
    """

    async def get(self):
        user = self.get_argument("user")
        target = self.get_argument("next")
        match = NEXT.fullmatch(target)
        if match is None or match["user"] != user:
            raise web.HTTPError(400, "This link does not lead to a notebook server of that person.")
        current = await self.get_current_user()
        if current is not None and current.name == user:
            self.redirect(target)
            return
        if current is not None:
            self.log.info("Signing out %s: a server of %s is being opened", current.name, user)
            self.clear_login_cookie()
        self.redirect(url_path_join(self.hub.base_url, "login") + "?" + urlencode({"next": target}))
