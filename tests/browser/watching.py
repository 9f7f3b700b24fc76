"""What a page must not do while somebody works with it: fail, complain, or break its own policy."""

import sys

from django.core.signals import got_request_exception

CSP_LISTENER = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`CSP ${event.violatedDirective}: ${event.blockedURI} ${event.sample}`);
});
"""
# Said by the browser beside each answer of 400 and more; the answers themselves are watched.
ANSWERED = "Failed to load resource: the server responded with a status of"


class Watch:
    """Listens to a browser context from its beginning."""

    def __init__(self, context):
        self.found, self.allowed = [], set()
        context.add_init_script(CSP_LISTENER)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.found.append(f"script: {error.error}"))
        context.on("response", self._answered)
        got_request_exception.connect(self._failed)

    def _said(self, message):
        if message.type in ("error", "warning") and not message.text.startswith(ANSWERED):
            self.found.append(f"console at {message.page.url}: {message.text}")

    def _answered(self, response):
        if response.status >= 400 and response.status not in self.allowed:
            self.found.append(f"{response.status} {response.request.method} {response.url}")

    def _failed(self, request, **kwargs):
        self.found.append(f"{request.path}: {sys.exc_info()[1]!r}")

    def expect(self, *statuses):
        """From now on answers with `statuses`, and no others, may be refusals."""
        self.allowed = set(statuses)

    def take(self):
        """What was found since it was last asked."""
        found, self.found[:] = list(self.found), []
        return found
