"""The whole demo: people, the four replications' plans, and what is said about them."""

from datetime import date, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from actionplans.models import Comment, Milestone, Obstacle, ReportingPeriod
from actionplans.services import reporting_periods
from innovations import facts
from innovations.models import Replication

from . import (
    adaptations,
    agreement,
    benefits,
    contacts,
    days,
    endings,
    first_year,
    jogja_class,
    offices,
    sibakul,
    sip_banget,
    suitability,
    tali_intan,
    talk,
)
from .cast import make_accounts, read_old_notices, tell_of_innovation
from .chronicle import Chronicle
from .teller import Teller

STORIES = (tali_intan.STORY, sibakul.STORY, sip_banget.STORY, jogja_class.STORY)
JOINED = date(first_year.YEAR - 1, 11, 1)


@transaction.atomic
def seed(*, with_evidence=True, with_first_year=True):
    """Write the whole demo as it stands now; the facts must be there, the demo must not.

    Returns {user name: User} of the accounts.
    """
    now = timezone.localtime()
    people = make_accounts(joined=days.at(JOINED))
    offices.tell(people)
    history = History(now, people, with_evidence)
    for story in STORIES:
        history.tell(story, with_first_year)
    history.talk()
    agreement.tell(history)
    adaptations.talk(history)
    contacts.tell(people)
    suitability.tell(people, history.today)
    read_old_notices(people.values())
    return people


class History:
    def __init__(self, now, people, with_evidence):
        self.now, self.today = now, now.date()
        self.people, self.with_evidence = people, with_evidence
        for year in (first_year.YEAR, self.today.year - 1, self.today.year):
            reporting_periods.ensure_year(year)
        self.current = ReportingPeriod.objects.current(self.today)
        self.year = self.current.year
        self.chronicle = Chronicle()
        self.litbang = people["litbang"]
        self.plans = {}
        self.minute = 0

    def tell(self, story, with_first_year):
        replication = Replication.objects.select_related("agency").get(
            innovation__name=story.innovation, programme_year=facts.PROGRAMME_YEAR
        )
        tell_of_innovation(replication, story)
        adaptations.tell(self, story, replication)
        benefits.tell(self, story, replication)
        teller = Teller(self, story, replication)
        if with_first_year:
            teller.first_year()
            endings.tell(self, story, replication)
        self.plans[story.account] = teller.reporting_year()
        if self.today.year > self.year:
            teller.year_begun()
        teller.year_to_come()

    def _visit(self, said):
        """Fields of a visit note; {} for what is none."""
        if said.kind != Comment.Kind.VISIT:
            return {}
        day = self.ago(said.days + 1)
        return {
            "visited_on": getattr(day, "date", lambda: day)(),
            "visited_place": said.place,
            "attendees": said.attendees,
        }

    def talk(self):
        """Comments and obstacles of the reporting year's plans."""
        for index, said in enumerate(talk.SAID):
            plan, place = self._place(said)
            self.minute = 5 * index
            comment = self.chronicle.advised(
                Comment(
                    plan=plan,
                    milestone=place,
                    kind=said.kind,
                    body=said.body,
                    answer_by=said.answer_in and self.today + timedelta(days=said.answer_in),
                    advisers_only=said.advisers_only,
                    **self._visit(said),
                ),
                by=self.people[said.who],
                at=self.ago(said.days),
            )
            for ago, who, body in said.answers:
                self.chronicle.answered(
                    comment,
                    body,
                    by=self.people[said.story if who == talk.AGENCY else who],
                    at=self.ago(ago),
                    key=uuid4(),
                )
            if said.closed:
                self.chronicle.suggestion_closed(
                    comment, by=self.people[said.who], at=self.ago(said.closed)
                )
        for met in talk.MET:
            plan, place = self._place(met)
            obstacle = self.chronicle.obstacle_opened(
                Obstacle(
                    plan=plan,
                    milestone=place,
                    cause=met.cause,
                    description=met.description,
                    unblocked_by=met.unblocked_by,
                    turn=met.turn,
                    level=met.level,
                ),
                by=self.people[met.story],
                at=self.ago(met.days),
            )
            if met.closed:
                ago, note = met.closed
                self.chronicle.obstacle_closed(
                    obstacle, note, by=self.people[met.story], at=self.ago(ago)
                )

    def _place(self, item):
        plan = self.plans[item.story]
        place = None
        if item.number:
            place = Milestone.objects.get(plan=plan, number=item.number)
        return plan, place

    def ago(self, count):
        return days.at(self.today - timedelta(days=count), 10, self.minute)

    def past(self, moment):
        """`moment`, or just now where it has not come yet."""
        return min(moment, self.now - days.A_MOMENT)
