"""Who takes part in a replication: whom to tell."""

from replikasi.accounts.models import User

from .models.region import around


def people_of(agency):
    """Staff and head of an agency (or its key)."""
    return User.objects.active().filter(agency=agency, role__in=User.AGENCY_ROLES)


def officers_of(agency):
    """Litbang officers whose region covers the agency."""
    covering = around(agency.region_id)
    return User.objects.active().filter(role=User.Role.LITBANG, region__in=covering)


def facilitators_of(replication):
    return User.objects.active().filter(
        role=User.Role.FASILITATOR, agency=replication.facilitator_id
    )
