"""What every template may know of the portal itself."""

from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from django.utils.functional import SimpleLazyObject

DEMO_KEY = "common.is_demo"
DEMO_SECONDS = 60


def has_demo_data():
    """Whether demo accounts are in the database; a worker remembers it for a minute."""
    return caches["pages"].get_or_set(
        DEMO_KEY,
        lambda: apps.get_model("accounts", "User").objects.filter(is_demo=True).exists(),
        DEMO_SECONDS,
    )


def portal(request):
    """Names of the portal and its programme; `is_demo` is looked up only where a page asks."""
    return {
        "portal_name": settings.PORTAL_NAME,
        "portal_owner": settings.PORTAL_OWNER,
        "programme_name": settings.PROGRAMME_NAME,
        "is_demo": SimpleLazyObject(has_demo_data),
    }
