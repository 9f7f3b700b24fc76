"""Log-in is required everywhere but at views marked `login_not_required`."""

from django.conf import settings
from django.contrib.auth import middleware
from django.http import HttpResponse, JsonResponse
from django.shortcuts import resolve_url


class LoginRequiredMiddleware(middleware.LoginRequiredMiddleware):
    def handle_no_permission(self, request, view_func):
        response = super().handle_no_permission(request, view_func)
        if request.headers.get("HX-Request"):
            # A followed redirect would put the log-in page into a fragment of the page.
            return HttpResponse(status=204, headers={"HX-Redirect": response.url})
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            # A script keeps what it wanted to send and says that the session has ended.
            return JsonResponse({"login": resolve_url(settings.LOGIN_URL)}, status=401)
        return response
