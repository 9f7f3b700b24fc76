"""Synthetic regions, agencies and people for measuring: all below one province that is not real."""

from datetime import date

from django.contrib.auth.hashers import make_password

from innovations.models import Agency, Commitment, Innovation, Region
from replikasi.accounts.models import User
from replikasi.common.demo import DEMO_PASSWORD

Role = User.Role
PROVINCE = "99"  # no province of Indonesia has this code
MOST_REGENCIES = 99  # two digits
BATCH = 500
PREFIX = "skala"
NAMED = (Role.STAF, Role.KEPALA, Role.LITBANG, Role.FASILITATOR, Role.PIMPINAN, Role.ADMIN)


class Places:
    """What the plans of scale stand on; `regencies`, `agencies` and `innovations` are lists.

    `year`: that of the plans; their commitment was signed in October before.
    """

    def __init__(self, agencies, innovations, year):
        Region.objects.create(code=PROVINCE, name="Skala", level=Region.Level.PROVINCE)
        self.regencies = Region.objects.bulk_create(
            Region(
                code=f"{PROVINCE}.{number:02}", name=f"Skala {number}", level=Region.Level.REGENCY
            )
            for number in range(1, min(agencies, MOST_REGENCIES) + 1)
        )
        self.litbang = self._agency("Bappelitbang Skala", Agency.Kind.BAPPELITBANG)
        self.university = self._agency("Universitas Skala", Agency.Kind.UNIVERSITY)
        self.agencies = Agency.objects.bulk_create(
            (
                Agency(
                    name=f"Dinas Skala {number}",
                    short_name=f"Skala {number}",
                    region=self.regencies[number % len(self.regencies)],
                    kind=Agency.Kind.OPD,
                )
                for number in range(1, agencies + 1)
            ),
            batch_size=BATCH,
        )
        self.innovations = Innovation.objects.bulk_create(
            Innovation(name=f"Inovasi Skala {number}", tagline="Contoh untuk mengukur")
            for number in range(1, innovations + 1)
        )
        self.commitment = Commitment.objects.create(
            title="Komitmen Skala", signed_on=date(year - 1, 10, 14)
        )
        self._people()

    @staticmethod
    def _agency(name, kind):
        return Agency.objects.create(name=name, short_name=name, region_id=PROVINCE, kind=kind)

    def _people(self):
        """Staff and head of every agency, an officer of every regency, and one of each role whose
        scope is all of it: skala.staf, skala.kepala, skala.litbang and so on."""
        self.password = make_password(DEMO_PASSWORD)  # once: hashing is slow on purpose
        self.named = {role: self._user(f"{PREFIX}.{role.value}", role, True) for role in NAMED}
        User.objects.bulk_create(self.named.values())
        self.staff, self.heads = {}, {}
        for role, kept in ((Role.STAF, self.staff), (Role.KEPALA, self.heads)):
            kept[self.agencies[0].pk] = self.named[role]
            made = User.objects.bulk_create(
                (
                    self._user(f"{PREFIX}.{role.value}.{number}", role, False, agency)
                    for number, agency in enumerate(self.agencies[1:], start=2)
                ),
                batch_size=BATCH,
            )
            kept.update({user.agency_id: user for user in made})
        User.objects.bulk_create(
            self._user(f"{PREFIX}.litbang.{region.code}", Role.LITBANG, False, region=region)
            for region in self.regencies
        )

    def _user(self, username, role, is_demo, agency=None, region=None):
        if role in User.AGENCY_ROLES:
            agency = agency or self.agencies[0]
        elif role == Role.LITBANG:
            agency = self.litbang
        elif role == Role.FASILITATOR:
            agency = self.university
        regional = role in User.REGION_ROLES
        return User(
            username=username,
            email=f"{username}@skala.example",
            name=f"{role.label} {username.removeprefix(PREFIX).strip('.')}",
            role=role,
            agency=agency,
            region_id=(region.code if region else PROVINCE) if regional else None,
            is_demo=is_demo,
            password=self.password,
        )
