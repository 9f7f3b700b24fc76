"""`manage.py seed_scale`: many consistent plans and reports, for measuring; never on a server."""

import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from actionplans.demo import scale, scale_catalogue
from actionplans.demo.scale_places import NAMED, PREFIX
from replikasi.common.demo import DEMO_PASSWORD


class Command(BaseCommand):
    help = "Write synthetic agencies with plans, progress and reports, as many as asked."

    def add_arguments(self, parser):
        parser.add_argument("--agencies", type=int, default=514)
        parser.add_argument("--innovations", type=int, default=4, help="plans of each agency")
        parser.add_argument("--milestones", type=int, default=12, help="of each plan")
        parser.add_argument("--quarters", type=int, default=4, help="reported, 1 to 4")
        parser.add_argument(
            "--catalogue", type=int, default=0, help="innovations beside those, adopted by nobody"
        )

    def handle(self, *, agencies, innovations, milestones, quarters, catalogue, **options):
        if not settings.DEBUG:
            raise CommandError(
                "Data skala ditolak: DEBUG mati, dan sandi akun skala diketahui umum. "
                "Jalankan dengan DEBUG=1 di komputer percobaan."
            )
        if min(agencies, innovations, milestones) < 1 or quarters not in (1, 2, 3, 4):
            raise CommandError("Isi sedikitnya 1; triwulan antara 1 dan 4.")
        if scale.exists():
            self.stdout.write("Data skala sudah ada, tidak ada yang diubah.")
            return
        began = time.monotonic()
        year = scale.seed(
            agencies=agencies, innovations=innovations, milestones=milestones, quarters=quarters
        )
        if catalogue > 0:
            scale_catalogue.seed(catalogue)
        self.stdout.write(
            f"{agencies * innovations} rencana {year} ditulis dalam "
            f"{time.monotonic() - began:.1f} detik. Akun dengan sandi {DEMO_PASSWORD}: "
            + ", ".join(f"{PREFIX}.{role.value}" for role in NAMED)
        )
