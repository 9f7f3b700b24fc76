"""With which letterhead the agencies of the demo write, and who signs: made up, as the rest."""

from innovations.models import Stationery
from replikasi.accounts.models import User

SINCE = 2021
PLACE = "Mentok"
ADDRESS = "Alamat contoh untuk peragaan, Mentok"
RANK = "Pembina Tk. I, IV/b"
# 8-6-1-3 figures: a birthday, the first month of service, 1 or 2, a serial number.
NIP = "19700101199501{:04d}"


def tell(people):
    """One each for the agencies whose head has an account, and for Litbang's."""
    signing = [one for one in people.values() if one.role in (User.Role.KEPALA, User.Role.LITBANG)]
    for number, person in enumerate(signing, start=1):
        Stationery.objects.create(
            agency=person.agency,
            from_year=SINCE,
            address=ADDRESS,
            place=PLACE,
            position=f"Kepala {person.agency.short_name}",
            name=f"Kepala {person.agency.short_name} (contoh)",
            rank=RANK,
            nip=NIP.format(1000 + number),
        )
