"""What runs beside the server: in processes forked from one that has loaded the portal already.

So a command is at work at once, and may be killed at any moment of it.
"""

import os
from io import StringIO

import django
from django.conf import settings
from django.core.management import call_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "replikasi.settings")
django.setup()


def manage(arguments, debug=False):
    """Output of a management command."""
    settings.DEBUG, said = debug, StringIO()
    call_command(*arguments, stdout=said)
    return said.getvalue()


def collect():
    """Static files with the names of a server, but uncompressed: nobody here loads one."""
    settings.WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["css", "js", "map", "svg", "webmanifest"]
    call_command("collectstatic", interactive=False, verbosity=0)


def look(statement):
    """What the Python `statement` assigns to `found`."""
    names = {}
    exec(statement, names)  # noqa: S102 - our own
    return names["found"]


def answer(pipe, task, *arguments):
    """Sends what `task` gives; nothing where it fails, which is said on stderr."""
    pipe.send(task(*arguments))
