"""What happened to progress and its evidence: recorded, changed, judged, taken back."""

from django.db.models import OuterRef, Prefetch, Q, Subquery
from django.urls import reverse

from actionplans.models import Evidence, Milestone, ProgressUpdate
from replikasi.common import formats

from .entries import CHANGE, FILE, ONE_SITTING, capital, card, short
from .sources import HistorySource, shown_changes

FIELDS = {
    "happened_on": ("Tanggal", formats.short_date),
    "percent": ("Capaian", lambda value: formats.percent(value, 0)),
    "quantity": ("Jumlah", formats.number),
    "spent": ("Uang dipakai", formats.rupiah),
    "note": ("Catatan", short),
}


def lines_at(place):
    """Condition of a line of ProgressUpdate's history that belongs to the place, or None."""
    if place.obstacle:
        return None
    if place.milestone:
        return Q(milestone=place.milestone.pk)
    here = Q(milestone__in=Milestone.objects.filter(plan=place.plan.pk).order_by().values("pk"))
    if place.report:
        period = place.report.period
        here &= Q(happened_on__range=(period.starts, period.ends))
    return here


def with_evidence(updates, user):
    """Updates with `visible_evidence`, the pieces that `user` may see."""
    evidence = Evidence.objects.visible_to(user).order_by("pk")
    return updates.prefetch_related(Prefetch("evidence", evidence, to_attr="visible_evidence"))


def updates_of(milestone, user):
    """The updates of a milestone as they are now, oldest first, with `visible_evidence`."""
    return list(with_evidence(milestone.updates.order_by("happened_on", "id"), user))


class ProgressLines(HistorySource):
    kind, model = CHANGE, ProgressUpdate

    def __init__(self, with_files=False):
        """`with_files`: the evidence of an update hangs under it."""
        self.with_files = with_files

    def rows(self, place, user):
        here = lines_at(place)
        if here is None:
            return None
        earlier = ProgressUpdate.objects.filter(milestone=OuterRef("milestone"))
        earlier = earlier.filter(
            Q(happened_on__lt=OuterRef("happened_on"))
            | Q(happened_on=OuterRef("happened_on"), id__lt=OuterRef("id"))
        )
        percent = Subquery(earlier.latest_first().values("percent")[:1])
        return self.lines().filter(here).select_related("milestone").annotate(before=percent)

    def entries(self, rows, place, user):
        keys = {row.id for row in rows if row.history_type == "+"}
        live = with_evidence(ProgressUpdate.objects, user)
        self.live = live.in_bulk(keys) if self.with_files else {}
        thing = place.milestone or place.plan
        self.may_change = user.has_perm("actionplans.record_progress", thing)
        self.may_obstruct = user.has_perm("actionplans.record_obstacle", thing)
        return super().entries(rows, place, user)

    def entry(self, row, place, user):
        named = place.named(row.milestone)
        percent = formats.percent(row.percent, 0)
        if row.history_type == "-":
            title = f"{named}catatan progres {percent} diurungkan"
            text = f"Keadaan {formats.short_date(row.happened_on)}."
            return self.told(row, capital(title), text, name="trash")
        if row.history_type == "~" and row.was is not None:
            changes = shown_changes(row.was, row, FIELDS)
            if not changes:
                return None
            title = f"{named}catatan progres {formats.day_month(row.happened_on)} diubah"
            return self.told(row, capital(title), "\n".join(changes))
        return self._recorded(row, named, percent)

    def _recorded(self, row, named, percent):
        before = "" if row.before is None else f"{formats.percent(row.before, 0)} → "
        figures = [f"keadaan {formats.short_date(row.happened_on)}"]
        if row.quantity is not None:
            unit = row.milestone.unit if row.milestone else ""
            figures.append(f"{formats.number(row.quantity)} {unit}".strip())
        if row.spent is not None:
            figures.append(formats.rupiah(row.spent))
        title = capital(f"{named}progres {before}{percent}")
        entry = self.told(row, title, row.note, tone="acc")
        entry.note = f"{entry.note}. {capital(', '.join(figures))}"
        update = self.live.get(row.id)
        if update:
            entry.files = [card(piece) for piece in update.visible_evidence]
            if self.may_obstruct and row.note:
                entry.acts = [(reverse("progress_obstacle", args=[row.id]), "Catat permasalahan")]
            if self.may_change and not update.is_locked:
                entry.acts = [
                    (reverse("progress_edit", args=[update.pk]), "Ubah"),
                    (reverse("progress_withdraw", args=[update.pk]), "Urungkan"),
                    *entry.acts,
                ]
        return entry


class EvidenceLines(HistorySource):
    """Files and links: added, given another purpose, judged, removed."""

    kind, model = FILE, Evidence
    name = "paper-clip"

    def __init__(self, with_added=True):
        """Without `with_added`: of what was added nothing, since it hangs under its update."""
        self.with_added = with_added

    def rows(self, place, user):
        here = lines_at(place)
        if here is None:
            return None
        updates = ProgressUpdate.history.model.objects.filter(here).order_by().values("id")
        lines = self.lines().filter(update__in=updates)
        if user.role not in (*user.AGENCY_ROLES, user.Role.LITBANG):
            # Confidential once is confidential in all that was.
            history = Evidence.history.model.objects.filter(confidential=True).order_by()
            lines = lines.filter(confidential=False).exclude(id__in=history.values("id"))
        if not self.with_added:
            lines = lines.exclude(history_type="+")
        return lines.select_related("update__milestone")

    def entries(self, rows, place, user):
        there = {row.id for row in rows if row.history_type == "+"}
        self.live = Evidence.objects.visible_to(user).in_bulk(there)
        return super().entries(rows, place, user)

    def entry(self, row, place, user):
        named = place.named(row.update.milestone if row.update else None)
        what = "tautan" if row.url else "berkas"
        if row.history_type == "+":
            piece = self.live.get(row.id)
            return self.told(
                row,
                capital(f"{named}{what} {row.name} ditambahkan"),
                files=[card(piece)] if piece else [],
                group=("berkas", row.update_id, row.history_user_id),
                within=ONE_SITTING,
                several=capital(f"{named}{{}} bukti ditambahkan"),
                lines=[row.name],
            )
        if row.history_type == "-":
            title = capital(f"{named}{what} {row.name} dihapus")
            return self.told(row, title, name="trash", tone="bad")
        if row.was is None:
            return None
        return self._changed(row, named, what)

    def _changed(self, row, named, what):
        was, judged = row.was, ("verdict", "verdict_note", "verdict_page")
        if any(getattr(was, name) != getattr(row, name) for name in judged) and row.verdict:
            verdict = Evidence.Verdict(row.verdict).label.lower()
            where = f", halaman {row.verdict_page}" if row.verdict_page else ""
            title = f"{named}{what} {row.name} dinilai {verdict}{where}"
            tone = "ok" if row.verdict == Evidence.Verdict.ACCEPTED else "bad"
            note = f": {row.verdict_note}" if row.verdict_note else ""
            return self.told(
                row,
                capital(title),
                row.verdict_note,
                name="document-magnifying-glass",
                tone=tone,
                group=("nilai", tone, row.history_user_id),
                within=ONE_SITTING,
                several="{} bukti dinilai",
                lines=[f"{named}{row.name}: {verdict}{where}{note}"],
            )
        fields = {"name": ("Nama", short), "fulfils": ("Untuk", short), "url": ("Tautan", short)}
        changes = shown_changes(was, row, fields)
        if was.confidential != row.confidential:
            changes.append("Menjadi rahasia" if row.confidential else "Tidak rahasia lagi")
        if was.verdict and not row.verdict:
            changes.append("Penilaian dihapus")
        if not changes:
            return None
        return self.told(row, capital(f"{named}{what} {row.name} diubah"), "\n".join(changes))
