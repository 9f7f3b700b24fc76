"""Decisions that are confirmed: GET asks on a page of its own, POST does it once."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render

from replikasi.common.locking import Conflict


def ask_and_do(
    request,
    *,
    verb,
    back,
    title,
    text,
    label,
    done,
    form_class=None,
    bad=False,
    stay="Batal",
    crumb=(),
    hidden=(),
):
    """Confirm, then call `verb(cleaned_data)`; an error comes back beside what was typed.

    `verb` gets {} without a `form_class`. `done` is the toast ("" when `verb` says it itself);
    `back` an address, `stay` what the button that leads there says; `hidden` are
    pairs of names and values that come along with the POST.
    """
    posted = request.POST if request.method == "POST" else None
    form = form_class(posted) if form_class else None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            verb(form.cleaned_data if form else {})
        except ValidationError as error:
            if form is None:
                for sentence in error.messages:
                    messages.error(request, sentence)
                return redirect(back)
            add_errors(form, error)
        else:
            if done:
                messages.success(request, done)
            return redirect(back)
    return render(
        request,
        "common/confirm.html",
        {
            "title": title,
            "text": text,
            "url": request.path,
            "label": label,
            "back": back,
            "form": form,
            "bad": bad,
            "stay": stay,
            "crumb": crumb,
            "hidden": hidden,
        },
        status=422 if form and form.errors else 200,
    )


def add_errors(form, error):
    """Put a service's ValidationError into `form`: what has a field there, beside it.

    After a Conflict the form's `seen` is renewed: the next attempt is made in the knowledge of
    what the error tells.
    """
    if isinstance(error, Conflict) and "seen" in form.fields:
        form.data = form.data.copy()
        form.data["seen"] = str(error.revision)
    if hasattr(error, "error_dict"):
        for name, errors in error.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)
    else:
        form.add_error(None, error)


def by_script(request):
    """Whether one of our scripts asks (and wants no page), not the browser itself."""
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"
