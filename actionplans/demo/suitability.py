"""Illustrative suitabilities: of the four replications, one to be adopted, one being filled in."""

from datetime import date, timedelta

from innovations import facts
from innovations.assessing import questions_for
from innovations.models import Innovation, Replication, Suitability, SuitabilityAnswer
from innovations.services import suitability as services
from replikasi.notifications.models import Notification

from . import days

ILLUSTRATIVE = "Contoh untuk peragaan, bukan hasil uji resmi."
# Before the programme's first year.
ASKED, ENDED = date(2021, 11, 8), date(2021, 11, 19)
# account of the OPD: scores in the order of the questionnaire, None is not known
ADOPTED = {
    "koperasi": (4, 3, 3, 4, 3, 3, 2, 4, 3, 2, 3, 2, 3, 4, 3),
    "pertanian": (4, 4, 3, 4, 3, 3, 3, 4, 2, 2, 3, None, 2, 4, 3),
    "pariwisata": (3, 2, 3, 4, 3, 2, 2, 3, 2, 1, 3, 2, 3, 4, 4),
    "pendidikan": (4, 3, 3, 4, 4, 3, 3, 4, 1, 1, 2, 2, 2, 4, 3),
}
# account of the OPD, innovation, scores, days ago that it began, note with which it was finished
CONSIDERED = (
    (
        "pariwisata",
        "Rajutan SiBakul Jogja",
        (3, 2, 1, 3, 3, 2, 2, 4, 1, 1, 3, 3, 3, 3, 2),
        40,
        "Anggaran tahun pertama belum pasti; sepakati dahulu dengan Dinkop UKM siapa yang membina.",
    ),
    (
        "koperasi",
        "Sip Banget",
        (2, None, 2, 3, None, 2, None, 3, None, None, 3, 2, None, 3, None),
        6,
        "",
    ),
)
NOTES = {
    4: "Tercantum dalam dokumen OPD.",
    3: "Sebagian besar siap, tinggal ditetapkan.",
    2: "Baru sebagian.",
    1: "Masih dibicarakan.",
}


def tell(people, today):
    """`people`: {user name: User}, the replications of the programme's first year theirs."""
    first = Replication.objects.filter(programme_year=facts.PROGRAMME_YEAR)
    by_agency = {row.agency_id: row for row in first.select_related("innovation")}
    for account, scores in ADOPTED.items():
        replication = by_agency[people[account].agency_id]
        suitability = _told(
            people,
            account,
            replication.innovation,
            scores,
            asked=ASKED,
            ended=ENDED,
            note=ILLUSTRATIVE,
        )
        Suitability.objects.filter(pk=suitability.pk).update(replication=replication)
    for account, name, scores, ago, note in CONSIDERED:
        innovation = Innovation.objects.get(name=name)
        asked = today - timedelta(days=ago)
        ended = asked + timedelta(days=9) if note else None
        _told(people, account, innovation, scores, asked=asked, ended=ended, note=note)


def _told(people, account, innovation, scores, *, asked, ended, note):
    """Begun and answered by the agency on `asked`, finished by Litbang on `ended` (or not yet)."""
    staff, officer = people[account], people["litbang"]
    questions = list(questions_for(innovation))
    suitability = services.start(innovation=innovation, agency=staff.agency, by=staff)
    suitability = services.answer(
        suitability=suitability,
        by=staff,
        seen=suitability.revision,
        answers={
            question.pk: (score, NOTES.get(score, ""))
            for question, score in zip(questions, scores, strict=False)
        },
    )
    if ended:
        suitability = services.finish(suitability=suitability, by=officer, note=note)
    _date(suitability, days.at(asked), ended and days.at(ended))
    return suitability


def _date(suitability, began, finished):
    """The services write the present; this is when it was in the demo."""
    rows = Suitability.objects.filter(pk=suitability.pk)
    rows.update(created_at=began, finished_at=finished)
    SuitabilityAnswer.objects.filter(suitability=suitability, at__isnull=False).update(at=began)
    about = Notification.objects.filter(about=f"suitability:{suitability.pk}")
    about.filter(kind="suitability_started").update(created_at=began)
    about.filter(kind="suitability_finished").update(created_at=finished or began)
    suitability.history.update(history_date=finished or began)
