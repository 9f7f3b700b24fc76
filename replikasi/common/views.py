"""Pages that belong to no app: errors, and the health check."""

import logging
import sys

from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.http import HttpResponse, JsonResponse
from django.middleware import csrf
from django.shortcuts import render
from django.template.loader import get_template
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from replikasi.common.disk import is_disk_full

logger = logging.getLogger(__name__)

NO_COOKIE = (
    "Peramban tidak mengirim kuki pengaman. Izinkan kuki untuk situs ini, muat ulang halaman "
    "formulir, lalu kirim lagi."
)
FOREIGN_PAGE = (
    "Kiriman ini tidak berasal dari halaman portal. Buka formulirnya dari portal ini, lalu kirim "
    "lagi dari sana."
)
STALE_FORM = (
    "Formulir ini sudah kedaluwarsa, biasanya karena lama terbuka atau karena Anda masuk lagi di "
    "tab lain. Kembali ke formulir, salin isian Anda, muat ulang halaman, lalu kirim lagi."
)
FOREIGN_REASONS = (
    "Origin checking failed",
    "Referer checking failed",
)


def _bare(template, status):
    """A page without request, context or database; plain text when even that fails."""
    try:
        return HttpResponse(get_template(template).render(), status=status)
    except Exception:
        logger.exception("The page %s could not be rendered", template)
        return HttpResponse(
            "Portal sedang bermasalah. Coba lagi beberapa saat.",
            content_type="text/plain; charset=utf-8",
            status=status,
        )


def csrf_failure(request, reason=""):
    """403 for a form whose safety token did not fit, saying what to do about it."""
    if reason == csrf.REASON_NO_CSRF_COOKIE:
        advice = NO_COOKIE
    elif reason.startswith(FOREIGN_REASONS):
        advice = FOREIGN_PAGE
    else:
        advice = STALE_FORM
    return render(request, "403.html", {"reason": advice}, status=403)


def bad_request(request, exception=None):
    """400. It may come before there is a session or a user, so its page needs neither."""
    return _bare("400.html", 400)


def permission_denied(request, exception=None):
    """403; an Indonesian sentence given to PermissionDenied is shown."""
    return render(request, "403.html", {"reason": str(exception or "")}, status=403)


def not_found(request, exception=None):
    """404; says the same whether the thing is missing or outside what the person may see."""
    return render(request, "404.html", status=404)


def server_error(request):
    """500, or 507 where the disk is full. The fault is in the log; the page needs no database."""
    if is_disk_full(sys.exception()):
        return _bare("507.html", 507)
    return _bare("500.html", 500)


@login_not_required
@never_cache
@require_safe
def health(request):
    """Whether the portal answers and reaches its database, for a monitor: 200 or 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except Error:
        logger.exception("The health check found no database")
        return JsonResponse({"status": "error", "database": "error"}, status=503)
    return JsonResponse({"status": "ok", "database": "ok"})
