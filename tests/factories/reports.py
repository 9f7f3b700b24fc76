"""Quarterly reports as far as a named step."""

from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from actionplans import workdays
from actionplans.models import Report
from actionplans.services import reports, verification

from .days import at, period
from .people import head_of, officer_of, staff_of


class ReportFactory(DjangoModelFactory):
    """A draft, or as far as the named step: sent, returned, verified, unverified.

    Sent by the head on the due date (`late`: so many working days after it), decided by an
    officer on the last day for it. `lowered` is a percent that the first line is verified at.
    """

    class Meta:
        model = Report

    plan = factory.SubFactory(
        "tests.factories.plans.ActionPlanFactory", approved=True, milestones=3
    )
    quarter = 1

    @classmethod
    def _create(cls, model_class, *, plan, quarter, late=0, lowered=None, **steps):
        if unknown := set(steps) - set(REPORT_STEPS):
            raise TypeError(f"ReportFactory knows no {', '.join(unknown)}")
        done = {step for step in REPORT_STEPS if steps.get(step)}
        agency, its_period = plan.replication.agency, period(quarter, plan.fiscal_year)
        with at(its_period.opens):
            report, _ = reports.open_report(plan=plan, period=its_period, by=staff_of(agency))
        if not done:
            return report
        sent_on = workdays.add(its_period.due, late)
        with at(sent_on, hour=11):
            report = reports.send_report(
                report=report,
                by=head_of(agency),
                problem="Narasumber terlambat.",
                solution="Jadwal diganti.",
                next_steps="Uji coba.",
                idle_reason="Menunggu narasumber.",  # counts where nothing was recorded
            )
        officer = officer_of(agency.region)
        with at(max(its_period.review_due, sent_on), hour=14):
            if "returned" in done:
                report = verification.return_report(
                    report=report, by=officer, reason="Foto kegiatan belum ada."
                )
            elif done - {"sent"}:
                report = verification.verify_report(
                    report=report, by=officer, judgements=accepted(report, lowered)
                )
        if "unverified" in done:
            with at(max(its_period.review_due, sent_on), hour=16):
                report = verification.unverify_report(
                    report=report, by=officer, reason="Salah baca bukti."
                )
        return report


REPORT_STEPS = ("sent", "returned", "verified", "unverified")


def accepted(report, lowered=None):
    """Judgements that take every claim as it is, but the first line at `lowered`."""
    lines = report.lines.order_by("milestone__number")
    judgements = {line.pk: (line.percent, "") for line in lines}
    if lowered is not None:
        judgements[lines[0].pk] = (Decimal(lowered), "Bukti mendukung sebagian.")
    return judgements
