"""Plans of a whole programme, and what its figures must be by the raw lines of their reports."""

import random
from datetime import date
from decimal import Decimal
from fractions import Fraction

from actionplans import arithmetic, snapshots
from actionplans.models import ReportLine
from tests import factories

FIGURES = ["rencana", "terverifikasi", "sementara", "deviasi", "serapan", "tepat-waktu"]
PAGE = "/dasbor/penjelasan/"
KINDS = ["", "wilayah", "inovasi", "opd", "replikasi"]


def text_of(response):
    return response.content.decode()


def build(number, seed, ubb):
    """`number` plans in regions of two provinces, of three innovations: silent, sent, late,
    returned or verified, with progress of all kinds."""
    chance = random.Random(seed)
    regions = [
        factories.RegionFactory(code=code, name=f"Wilayah {code}")
        for code in ("19", "19.05", "19.71", "35.79")
    ]
    plans = []
    for index in range(number):
        agency = (
            factories.AgencyFactory(
                name=f"Dinas {seed} {index // 2}", region=regions[index // 2 % 4]
            )
            if index % 2 == 0
            else plans[-1].replication.agency
        )
        plan = factories.ActionPlanFactory(
            replication=factories.ReplicationFactory(
                innovation__name=f"Inovasi {index % 3}", agency=agency, facilitator=ubb
            ),
            milestones=chance.choice([1, 3, 7]),
            approved=True,
        )
        plans.append(plan)
        for quarter in (1, 2):
            fates = ["silent", "sent", "returned", "verified", "verified"]
            if quarter == 1:
                fates.remove("returned")  # a returned report must be mended before the next
            fate = chance.choice(fates)
            if fate == "silent":
                continue
            for milestone in plan.milestones.order_by("number"):
                done = milestone.updates.order_by("-pk").first()
                low = int(done.percent * 100) if done else 0
                factories.ProgressUpdateFactory(
                    milestone=milestone,
                    happened_on=date(2026, 3 * quarter, 10),
                    percent=Decimal(chance.randint(low, 10_000)) / 100,
                    spent=Decimal(chance.randint(0, 10**9)) / 100,
                )
            claim = plan.milestones.order_by("number").first().updates.order_by("-pk").first()
            lowered = {"lowered": claim.percent / 2} if fate == "verified" else {}
            factories.ReportFactory(
                plan=plan, quarter=quarter, late=chance.choice([0, 0, 2]), **{fate: True}, **lowered
            )
    return plans


def raw(plans, quarter):
    """{figure: [exact part of each plan that counts]}, {figure: divisor}: from raw rows alone."""
    parts = {figure: [] for figure in FIGURES}
    ceiling = Fraction(0)
    for plan in plans:
        reports = {
            report.period.quarter: report
            for report in plan.reports.exclude(state="draf").order_by("pk")
        }
        own = reports.get(quarter)
        lines = list(ReportLine.objects.filter(report=own).order_by("pk")) if own else []
        if own:
            planned = sum(Fraction(line.weight) * Fraction(line.planned) / 100 for line in lines)
            claimed = sum(Fraction(line.weight) * Fraction(line.percent) / 100 for line in lines)
            parts["sementara"].append(claimed)
            parts["deviasi"].append(claimed - planned)
            parts["serapan"].append(sum(Fraction(line.spent) for line in lines) * 100)
            ceiling += sum(Fraction(line.ceiling) for line in lines)
        else:
            version = plan.versions.order_by("-number").first()
            period = factories.period(quarter)
            planned = sum(
                Fraction(row.shape.weight)
                * Fraction(arithmetic.planned_percent(row.shape, 2026, period.ends))
                / 100
                for row in snapshots.approved(version)
            )
        parts["rencana"].append(planned)
        parts["tepat-waktu"].append(Fraction(bool(own and own.days_late == 0)))
        verified = [
            report
            for number, report in sorted(reports.items())
            if number <= quarter and report.state == "diverifikasi"
        ]
        if verified:
            parts["terverifikasi"].append(
                sum(
                    Fraction(line.weight) * Fraction(line.verified_percent) / 100
                    for line in verified[-1].lines.order_by("pk")
                )
            )
    over = {figure: Fraction(len(found) or 1) for figure, found in parts.items()}
    over["serapan"], over["tepat-waktu"] = ceiling, Fraction(1)
    return parts, over
