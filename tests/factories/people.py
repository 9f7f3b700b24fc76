"""Places and people, and who of them acts for an agency, a region or a university."""

import factory
from factory.django import DjangoModelFactory, Password

from innovations.models import Agency, Region
from replikasi.accounts.models import User

PASSWORD = "kata-sandi-percobaan"
Role = User.Role


class RegionFactory(DjangoModelFactory):
    class Meta:
        model = Region
        django_get_or_create = ("code",)

    code = "19.05"
    name = factory.LazyAttribute(
        lambda row: {"19": "Kepulauan Bangka Belitung", "19.05": "Bangka Barat"}.get(
            row.code, f"Contoh {row.code}"
        )
    )
    level = factory.LazyAttribute(lambda row: "provinsi" if len(row.code) == 2 else "kabupaten")


class AgencyFactory(DjangoModelFactory):
    class Meta:
        model = Agency
        django_get_or_create = ("region", "name")

    class Params:
        bappelitbang = factory.Trait(kind=Agency.Kind.BAPPELITBANG)
        university = factory.Trait(kind=Agency.Kind.UNIVERSITY)

    name = factory.Sequence(lambda n: f"Dinas Percobaan {n}")
    short_name = factory.Sequence(lambda n: f"Disco {n}")
    region = factory.SubFactory(RegionFactory)
    kind = Agency.Kind.OPD


class UserFactory(DjangoModelFactory):
    """Staff unless a role is named; the password is PASSWORD."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        kepala = factory.Trait(role=Role.KEPALA, position="Kepala Dinas")
        litbang = factory.Trait(
            role=Role.LITBANG,
            region=factory.SubFactory(RegionFactory),
            agency=factory.SubFactory(AgencyFactory, bappelitbang=True),
        )
        fasilitator = factory.Trait(
            role=Role.FASILITATOR, agency=factory.SubFactory(AgencyFactory, university=True)
        )
        pimpinan = factory.Trait(
            role=Role.PIMPINAN, region=factory.SubFactory(RegionFactory), agency=None
        )
        admin = factory.Trait(role=Role.ADMIN, agency=None)

    username = factory.Sequence(lambda n: f"orang{n}")
    name = factory.Sequence(lambda n: f"Orang Ke-{n}")
    email = factory.LazyAttribute(lambda row: f"{row.username}@contoh.test")
    password = Password(PASSWORD)
    role = Role.STAF
    agency = factory.SubFactory(AgencyFactory)


def _first(rows, **made):
    return rows.filter(is_active=True).order_by("pk").first() or UserFactory(**made)


def staff_of(agency):
    return _first(User.objects.filter(agency=agency, role=Role.STAF), agency=agency)


def head_of(agency):
    return _first(User.objects.filter(agency=agency, role=Role.KEPALA), agency=agency, kepala=True)


def officer_of(region):
    """A Litbang officer of the region who belongs to no agency that replicates anything."""
    neutral = Agency.objects.filter(replications=None)
    return _first(
        User.objects.filter(role=Role.LITBANG, region=region, agency__in=neutral),
        litbang=True,
        region=region,
    )


def facilitator_of(replication):
    return _first(
        User.objects.filter(role=Role.FASILITATOR, agency=replication.facilitator),
        agency=replication.facilitator,
        fasilitator=True,
    )
