"""`manage.py seed_facts`: writes the facts of `innovations.facts`, as often as one likes.

It creates what is missing and fills what is empty. What people wrote since stays as it is.
"""

from collections import Counter

from django.core.management.base import BaseCommand
from django.db import transaction
from django.db.models import Q

from innovations import facts, questionnaire
from innovations.models import (
    Agency,
    AgencyName,
    Commitment,
    Innovation,
    InnovationSource,
    Region,
    Replication,
    SuitabilityQuestion,
)

CHANGE_REASON = "seed_facts"


class Command(BaseCommand):
    help = "Write regions, agencies, innovations, commitment and replications of RIPP 2022."

    @transaction.atomic
    def handle(self, **options):
        self.created, self.filled, self.kept = Counter(), Counter(), Counter()
        self.write_regions()
        agencies = {row["name"]: self.write_agency(row) for row in facts.AGENCIES}
        innovations = {
            row["name"]: self.write_innovation(row, agencies) for row in facts.INNOVATIONS
        }
        commitment = self.write(
            Commitment.objects.filter(title=facts.COMMITMENT["title"]).first(),
            Commitment,
            facts.COMMITMENT,
        )
        for innovation, agency in facts.REPLICATIONS:
            self.write_replication(
                innovations[innovation], agencies[agency], agencies[facts.UBB], commitment
            )
        self.write_questions()
        self.report()

    def write(self, found, model, values):
        """Create a row of `model`, or give `found` those of `values` that it has not got yet."""
        name = model._meta.verbose_name
        if found is None:
            row = model(**values)
            row._change_reason = CHANGE_REASON
            row.save(force_insert=True)
            self.created[name] += 1
            return row
        nothing = ("", None, [])
        empty = {key: value for key, value in values.items() if getattr(found, key) in nothing}
        for key, value in empty.items():
            setattr(found, key, value)
        if empty:
            found._change_reason = CHANGE_REASON
            found.save()
            self.filled[name] += 1
        else:
            self.kept[name] += 1
        return found

    def write_regions(self):
        for code, name, level in facts.REGIONS:
            found = Region.objects.filter(code=code).first()
            self.write(found, Region, {"code": code, "name": name, "level": level})

    def write_agency(self, row):
        """An agency is known by any name it bore, so a later renaming makes no second one."""
        names = row.get("names", {})
        known = {row["name"], *names.values()}
        of_region = Agency.objects.filter(region=row["region"])
        agency = self.write(
            of_region.filter(Q(name__in=known) | Q(names__name__in=known)).first(),
            Agency,
            {
                "name": row["name"],
                "short_name": row["short_name"],
                "region_id": row["region"],
                "kind": row["kind"],
            },
        )
        for year, name in names.items():
            found = AgencyName.objects.filter(agency=agency, from_year=year).first()
            self.write(found, AgencyName, {"agency": agency, "from_year": year, "name": name})
        return agency

    def write_innovation(self, row, agencies):
        values = {**row, "origin_region_id": row["origin_region"]}
        del values["origin_region"]
        if "origin_agency" in row:
            values["origin_agency"] = agencies[row["origin_agency"]]
        found = Innovation.objects.filter(name=row["name"]).first()
        innovation = self.write(found, Innovation, values)
        for title, vouched in facts.VOUCHED[row["name"]].items():
            self.write_source(innovation, title, vouched)
        return innovation

    def write_source(self, innovation, title, vouched):
        self.write(
            innovation.sources.filter(title=title).first(),
            InnovationSource,
            {
                "innovation": innovation,
                "title": title,
                "note": facts.SOURCES[title],
                "facts": vouched,
            },
        )

    def write_replication(self, innovation, agency, facilitator, commitment):
        values = {
            "innovation": innovation,
            "agency": agency,
            "programme_year": facts.PROGRAMME_YEAR,
        }
        self.write(
            Replication.objects.filter(**values).first(),
            Replication,
            {**values, "facilitator": facilitator, "commitment": commitment},
        )

    def write_questions(self):
        """The portal's own statements, where nobody has any yet; Litbang rewords them later."""
        name = SuitabilityQuestion._meta.verbose_name
        if kept := SuitabilityQuestion.objects.count():
            self.kept[name] = kept
            return
        for position, (dimension, weight, text, hint) in enumerate(questionnaire.STATEMENTS, 1):
            self.write(
                None,
                SuitabilityQuestion,
                {
                    "dimension": dimension,
                    "weight": weight,
                    "text": text,
                    "hint": hint,
                    "position": position,
                },
            )

    def report(self):
        for name in self.created | self.filled | self.kept:
            self.stdout.write(
                f"{name}: {self.created[name]} dibuat, {self.filled[name]} dilengkapi, "
                f"{self.kept[name]} sudah ada"
            )
