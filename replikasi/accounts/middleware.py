"""Log-in is required everywhere but at views marked `login_not_required`."""

from django.contrib.auth import middleware
from django.http import HttpResponse


class LoginRequiredMiddleware(middleware.LoginRequiredMiddleware):
    def handle_no_permission(self, request, view_func):
        response = super().handle_no_permission(request, view_func)
        if request.headers.get("HX-Request"):
            # A followed redirect would put the log-in page into a fragment of the page.
            return HttpResponse(status=204, headers={"HX-Redirect": response.url})
        return response
