"""What is replicated: innovations, commitments, replications, outcomes."""

from datetime import date
from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from innovations.models import (
    Clause,
    Commitment,
    Innovation,
    InnovationElement,
    Outcome,
    OutcomeValue,
    Replication,
)

from .days import YEAR
from .people import AgencyFactory, UserFactory


class InnovationFactory(DjangoModelFactory):
    class Meta:
        model = Innovation
        django_get_or_create = ("name",)

    name = factory.Sequence(lambda n: f"Inovasi {n}")
    tagline = "Layanan yang terbukti di tempat lain"


class InnovationElementFactory(DjangoModelFactory):
    class Meta:
        model = InnovationElement

    innovation = factory.SubFactory(InnovationFactory)
    number = factory.Sequence(lambda n: n + 1)
    name = factory.Sequence(lambda n: f"Unsur {n}")
    kind = InnovationElement.Kind.CORE


class CommitmentFactory(DjangoModelFactory):
    class Meta:
        model = Commitment

    title = factory.Sequence(lambda n: f"Komitmen bersama {n}")
    place = "Belitung"


class ClauseFactory(DjangoModelFactory):
    class Meta:
        model = Clause

    commitment = factory.SubFactory(CommitmentFactory)
    number = factory.Sequence(lambda n: n + 1)
    text = factory.Sequence(lambda n: f"Para pihak melaksanakan hal {n}.")


class ReplicationFactory(DjangoModelFactory):
    class Meta:
        model = Replication

    innovation = factory.SubFactory(InnovationFactory)
    agency = factory.SubFactory(AgencyFactory)
    facilitator = factory.SubFactory(AgencyFactory, university=True)
    programme_year = 2022


class OutcomeFactory(DjangoModelFactory):
    class Meta:
        model = Outcome

    replication = factory.SubFactory(ReplicationFactory)
    indicator = factory.Sequence(lambda n: f"Manfaat {n}")
    unit = "orang"
    baseline = Decimal(10)
    target = Decimal(100)

    @factory.lazy_attribute
    def direction(self):
        known = None not in (self.baseline, self.target)
        return Outcome.Direction.DOWN if known and self.target < self.baseline else "naik"


class OutcomeValueFactory(DjangoModelFactory):
    class Meta:
        model = OutcomeValue

    class Params:
        verified = factory.Trait(
            state=OutcomeValue.State.VERIFIED,
            verified_value=factory.SelfAttribute("value"),
            verified_by=factory.SubFactory(UserFactory, litbang=True),
            verified_at=factory.LazyFunction(timezone.now),
        )
        returned = factory.Trait(state=OutcomeValue.State.RETURNED, reason="Sumbernya belum jelas.")

    outcome = factory.SubFactory(OutcomeFactory)
    measured_on = date(YEAR, 6, 30)
    value = Decimal(40)
