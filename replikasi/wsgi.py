"""WSGI entry point: `gunicorn replikasi.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "replikasi.settings")

application = get_wsgi_application()
