"""The quarterly report as a Word document: the standard template, or one of an agency, filled with
what its Paper tells."""

import base64
import json
import subprocess
import sys

from django.conf import settings
from django.utils import timezone

from . import filling
from .package import Fault
from .report_context import context_of, pictures_of
from .standard_template import standard
from .template_names import PICTURES
from .typesetting import plain

PATIENCE = 30  # seconds that a template of an agency may take, starting Python included


def docx_of(paper, template=None):
    """Bytes of the .docx; the same paper and template (bytes, None: the standard one) give the same
    bytes. Fault when a template of an agency cannot be filled."""
    context, pictures = context_of(paper), pictures_of(paper)
    return _filled(template, context, pictures, plain(paper.title), timezone.localtime(paper.at))


def filled_with(template, context, pictures):
    """As docx_of, of a context made by hand: how a new template is tried."""
    return _filled(template, context, pictures, "", timezone.localtime())


def _filled(template, context, pictures, title, at):
    context = {**dict.fromkeys(PICTURES, ""), **context}
    if template is None:
        return filling.filled(standard(), context, pictures, title=title, at=at)
    given = {
        "template": base64.b64encode(template).decode(),
        "context": context,
        "pictures": {
            name: [base64.b64encode(png).decode(), width, words]
            for name, (png, width, words) in pictures.items()
        },
        "title": title,
        "at": at.isoformat(),
    }
    return _apart(json.dumps(given))


def _apart(given):
    """Filled by a process that knows no settings, within its limits."""
    command = [sys.executable, "-m", filling.__name__]
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            command,
            input=given.encode(),
            capture_output=True,
            cwd=settings.BASE_DIR,
            env={"PYTHONHASHSEED": "0", "PYTHONIOENCODING": "utf-8"},
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _too_heavy() from error
    if done.returncode == filling.FAULTY:
        raise Fault(json.loads(done.stdout)["fault"])
    if done.returncode:
        raise _too_heavy()
    return done.stdout


def _too_heavy():
    return Fault(
        "Templat ini terlalu berat: pengisiannya tidak selesai pada waktunya. Kurangi ulangan "
        "(for) dan ukurannya, lalu unggah lagi."
    )
