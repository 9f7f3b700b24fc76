"""Paparan berkala: when a leader wants it by mail, and what was sent."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from replikasi.documents.forms import BriefForm
from replikasi.documents.services import briefs
from replikasi.notifications import mails


@require_http_methods(["GET", "HEAD", "POST"])
def brief_settings(request):
    if not request.user.has_perm(briefs.GET):
        raise PermissionDenied
    form = BriefForm(request.POST or None, initial={"rhythm": briefs.rhythm_of(request.user)})
    if request.method == "POST" and form.is_valid():
        briefs.choose(by=request.user, rhythm=form.cleaned_data["rhythm"])
        messages.success(request, "Pilihan disimpan.")
        return redirect("brief_settings")
    context = {
        "form": form,
        "person": request.user,
        "is_reached": mails.reaches(request.user),
        **briefs.told(request.user),
    }
    status = 422 if form.errors else 200
    return render(request, "documents/brief_settings.html", context, status=status)


@require_POST
def brief_now(request):
    if briefs.send_now(by=request.user):
        messages.success(request, f"Paparan dikirim ke {request.user.email}.")
    elif mails.reaches(request.user):
        messages.info(request, "Baru saja dikirim, atau belum ada rencana aksi yang disetujui.")
    else:
        messages.info(request, "Akun ini tidak menerima surel.")
    return redirect("brief_settings")
