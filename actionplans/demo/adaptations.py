"""What the demo's agencies made of the elements: agreed, waiting, returned, drafted, not said."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

from actionplans.models import Comment
from innovations.models import ElementAdaptation
from innovations.services import adaptation
from replikasi.notifications.models import Notification

from . import days

AGREED, WAITING, RETURNED, DRAFT = "agreed", "waiting", "returned", "draft"
PROPOSED_ON, AGREED_ON = date(2022, 3, 14), date(2022, 3, 21)
# Days before today of what is not settled yet.
PROPOSED_AGO, RETURNED_AGO, DRAFTED_AGO = 8, 5, 2


@dataclass(frozen=True)
class Told:
    """What a story's element says besides its choice and reason."""

    how: str = ""
    agreed_with: str = ""
    ending: str = AGREED
    returned: str = ""


# By user name of the agency's staff and number of the element; the others were agreed in 2022.
TOLD = {
    ("koperasi", 2): Told(ending=WAITING),
    ("koperasi", 3): Told(how="Lima kelas usaha menjadi tiga: rintisan, tumbuh, mandiri."),
    ("koperasi", 4): Told(agreed_with="Kepala dinas, dengan sepengetahuan daerah asal"),
    ("pertanian", 3): Told(how="Modul lada dan karet ditulis bersama penyuluh dan petani."),
    ("pariwisata", 2): Told(
        how="Angka kunjungan dibuka untuk delapan dari dua belas destinasi.",
        ending=RETURNED,
        returned="Sebutkan kapan empat destinasi tanpa tiket menyusul, dan siapa yang menghitung.",
    ),
    ("pariwisata", 3): Told(how="Paket menginap di rumah warga, dua malam, dengan pemandu desa."),
    ("pendidikan", 3): Told(
        how="Dua set perangkat yang dibawa dari sekolah ke sekolah.", ending=DRAFT
    ),
}


def tell(history, story, replication):
    """Write the adaptation record of a replication whose elements are there already."""
    dated = _Dated(history)
    staff, litbang, today = history.people[story.account], history.litbang, history.today
    elements = replication.innovation.elements.in_bulk(field_name="pk")
    numbered = {element.number: element for element in elements.values()}
    for number, (_, _, choice, reason) in enumerate(story.elements, start=1):
        if not choice:
            continue
        told = TOLD.get((story.account, number), Told())
        settled = told.ending == AGREED
        proposed = _ago(history, PROPOSED_AGO) if not settled else days.office(PROPOSED_ON, 10, 10)
        drafted = _ago(history, DRAFTED_AGO) if told.ending == DRAFT else proposed
        row = adaptation.decide(
            replication=replication,
            element=numbered[number],
            by=staff,
            choice=choice,
            how=told.how,
            reason=reason,
            agreed_with=told.agreed_with,
        )
        dated.written(row, staff, drafted - timedelta(minutes=4 * number))
        if told.ending == DRAFT:
            continue
        adaptation.propose(replication=replication, by=staff, chosen={row.pk: row.revision})
        dated.written(row, staff, proposed, proposed_at=proposed)
        chosen = {row.pk: row.revision + 1}
        if settled:
            decided = days.office(AGREED_ON, 13, 40)
            adaptation.agree(replication=replication, by=litbang, chosen=chosen)
            dated.written(row, litbang, decided, decided_at=decided)
        elif told.ending == RETURNED:
            decided = days.at(today - timedelta(days=RETURNED_AGO), 14, 20)
            adaptation.send_back(
                replication=replication, by=litbang, chosen=chosen, reason=told.returned
            )
            dated.written(row, litbang, decided, decided_at=decided)


def talk(history):
    """What the facilitator said of an element that waits, and the agency's answer."""
    row = ElementAdaptation.objects.get(
        replication=history.plans["koperasi"].replication_id, element__number=2
    )
    comment = history.chronicle.advised(
        Comment(
            plan=history.plans["koperasi"],
            adaptation=row,
            kind=Comment.Kind.COMMENT,
            body="Kurator dari pengelola sentra sudah cukup; berita acara kurasi tetap perlu.",
        ),
        by=history.people["fasilitator"],
        at=_ago(history, 6),
    )
    history.chronicle.answered(
        comment,
        "Berita acaranya dilampirkan sebelum disepakati.",
        by=history.people["koperasi"],
        at=_ago(history, 4),
        key=uuid4(),
    )


def _ago(history, count):
    return days.at(history.today - timedelta(days=count), 9, 35)


class _Dated:
    """Gives what the services just wrote the date on which it happened in the demo."""

    def __init__(self, history):
        self.newest = history.chronicle.newest

    def written(self, row, by, at, **fields):
        history = ElementAdaptation.history.model
        if fields:
            ElementAdaptation.objects.filter(pk=row.pk).update(**fields)
        lines = history.objects.filter(id=row.pk, pk__gt=self.newest.get(history, 0))
        lines.update(history_date=at, history_user=by, **fields)
        self.newest[history] = history.objects.order_by("-pk").values_list("pk", flat=True)[0]
        told = Notification.objects.filter(pk__gt=self.newest[Notification])
        if told.update(created_at=at):
            self.newest[Notification] = Notification.objects.order_by("-pk").values_list(
                "pk", flat=True
            )[0]
