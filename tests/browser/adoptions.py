"""What is adopted in the journey of an innovation, by whom, and the way to it in the portal.

The suite adopts one innovation of RIPP 2022; JOURNEY=full adopts each of the four, with the
accounts of the agency that has it in the demo.
"""

import os
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from playwright.sync_api import expect

from actionplans.models import ActionPlan, ProgressUpdate, ReportingPeriod
from actionplans.services import matrix, progress, reports
from innovations.models import InnovationElement
from replikasi.accounts.models import User
from replikasi.common.formats import percent
from tests.browser.cast import go

FULL = os.environ.get("JOURNEY") == "full"


@dataclass(frozen=True)
class Adoption:
    """`staff` is the user name of the agency's staff, `local` what the agency calls it."""

    innovation: str
    staff: str
    local: str

    @property
    def head(self):
        return f"{self.staff}.kepala"

    @property
    def agency(self):
        return person(self.staff).agency.name

    @property
    def elements(self):
        """Names of the core elements, in their order; at least two."""
        rows = InnovationElement.objects.filter(
            innovation__name=self.innovation, kind=InnovationElement.Kind.CORE
        )
        return list(rows.order_by("number").values_list("name", flat=True))

    @property
    def core(self):
        """The milestone that the proposed plan has for the first of them."""
        return f"Menerapkan unsur inti: {self.elements[0]}"

    @property
    def fidelity(self):
        """The share kept when the first element was adapted and the others adopted."""
        return percent(100 - Decimal(50) / len(self.elements))

    @property
    def plan(self):
        return ActionPlan.objects.get(replication__local_name=self.local, fiscal_year=2026)


ALL = [
    Adoption("Rajutan SiBakul Jogja", "koperasi", "SiBakul Sejiran"),
    Adoption("Aksi Tali Intan", "pertanian", "Tali Intan Sejiran"),
    Adoption("Sip Banget", "pariwisata", "Sip Sejiran"),
    Adoption("Bersama Jogja Belajar Class", "pendidikan", "Kelas Sejiran"),
]
ADOPTIONS = ALL if FULL else ALL[:1]


def person(name):
    return User.objects.get(username=name)


# -- what test_journey.py does by hand ------------------------------------------------------------


def completed_plan(adoption):
    """The agency fills in what the proposed plan leaves open."""
    for row in adoption.plan.milestones.all():
        row.output, row.indicator = row.output or row.activity, "Jumlah dokumen"
        row.unit, row.target, row.evidence_expected = "dokumen", Decimal(1), "Dokumen"
        row.person_in_charge = "Kepala Bidang"
        matrix.save_milestone(milestone=row, by=person(adoption.staff))


def opened_report(adoption):
    """Every milestone is reported as done in May, and the report of TW III begun."""
    staff = person(adoption.staff)
    for row in adoption.plan.milestones.all():
        update = ProgressUpdate(
            milestone=row,
            happened_on=date(2026, 5, 20),
            percent=100,
            quantity=1,
            spent=0,
            note="Selesai.",
        )
        progress.record_progress(update=update, by=staff)
    quarter = ReportingPeriod.objects.get(year=2026, quarter=3)
    reports.open_report(plan=adoption.plan, period=quarter, by=staff)


# -- the way to it --------------------------------------------------------------------------------


def to_page(page, name):
    """From anywhere to the page `name` beside the catalogue, or to an innovation in it."""
    go(page, "Inovasi")
    page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()


def to_replication(page, adoption, tab=None):
    """From the catalogue to the page of the replication, and to its `tab`."""
    to_page(page, adoption.innovation)
    adopters = page.get_by_role("region", name="Direplikasi oleh")
    adopters.get_by_role("row").filter(has_text=adoption.local).get_by_role("link").first.click()
    expect(page.get_by_role("heading", name=adoption.local, level=1, exact=True)).to_be_visible()
    if tab:
        tabs = page.get_by_role("navigation", name="Halaman replikasi")
        tabs.get_by_role("link", name=tab).click()
        expect(tabs.get_by_role("link", name=tab)).to_have_attribute("aria-current", "page")


def to_task(page, title):
    """The task `title`, whether it stands first with its button or in the rows below."""
    go(page, "Tugas")
    first = page.get_by_role("region", name=title).get_by_role("link")
    first.or_(page.get_by_role("main").get_by_role("link", name=re.compile(title))).first.click()
