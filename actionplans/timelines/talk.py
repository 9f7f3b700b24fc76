"""What was said and what stood in the way: comments, visit notes, obstacles."""

from actionplans.models import Comment, CommentFile, Obstacle

from .entries import TALK, short
from .sources import HistorySource, Source, shown_changes


def said_at(rows, place):
    """`rows` of comments (or of their history) that belong to the place; None: there are none."""
    if place.obstacle:
        return None
    if place.milestone:
        return rows.filter(milestone=place.milestone.pk)
    if place.report:
        return rows.filter(report=place.report.pk)
    return rows.filter(plan=place.plan.pk)


class Comments(Source):
    """Written: advice, visit notes, remarks and answers. Withdrawn ones keep their line alone."""

    kind, time = TALK, "created_at"
    name = "chat-bubble-bottom-center-text"

    def rows(self, place, user):
        rows = said_at(Comment.objects.visible_to(user), place)
        return (
            rows
            if rows is None
            else rows.select_related("milestone", "report__period", "adaptation__element")
        )

    def entries(self, rows, place, user):
        photos = CommentFile.objects.visible_to(user).filter(comment__in=[row.pk for row in rows])
        self.photos = {}
        for key in photos.order_by().values_list("comment", flat=True):
            self.photos[key] = self.photos.get(key, 0) + 1
        return super().entries(rows, place, user)

    def entry(self, row, place, user):
        where = ""
        if not place.milestone and row.milestone:
            where = f" pada tonggak {row.milestone.number}"
        elif not place.report and row.report:
            where = f" pada laporan {row.report.period.label}"
        elif row.adaptation:
            where = f" pada unsur {row.adaptation.element.number}"
        title = f"{row.get_kind_display()} dari {row.by.name}{where}"
        waits = row.is_open_suggestion or row.is_open_remark
        entry = self.told(row, title, tone="wait" if waits else "muted")
        if row.advisers_only:
            entry.note += ". Hanya untuk pendamping"
        if row.withdrawn_at:
            entry.text = "Isi catatan ini ditarik penulisnya."
            return entry
        if row.edited_at:
            entry.note += ", diubah"
        entry.text = short(row.body)
        if photos := self.photos.get(row.pk):
            entry.text += f"\n{photos} foto."
        entry.acts = [(row.get_absolute_url(), "Lihat catatan")]
        return entry


class Closings(Comments):
    """Suggestions and remarks that were closed."""

    time, actor, name, tone = "closed_at", "closed_by", "check-circle", "ok"

    def rows(self, place, user):
        rows = super().rows(place, user)
        if rows is None:
            return None
        return rows.exclude(closed_at=None).filter(withdrawn_at=None).select_related("by")

    def entries(self, rows, place, user):
        return [self.entry(row, place, user) for row in rows]

    def entry(self, row, place, user):
        title = f"{row.get_kind_display()} dari {row.by.name} ditutup"
        text = short(row.body)
        return self.told(row, title, text, acts=[(row.get_absolute_url(), "Lihat catatan")])


class Withdrawals(Comments):
    time, name = "withdrawn_at", "x-circle"

    def rows(self, place, user):
        rows = super().rows(place, user)
        return rows if rows is None else rows.exclude(withdrawn_at=None)

    def entries(self, rows, place, user):
        return [self.entry(row, place, user) for row in rows]

    def entry(self, row, place, user):
        return self.told(row, f"{row.get_kind_display()} ditarik {row.by.name}")


class Deleted(HistorySource):
    """Remarks that Litbang took back before anybody answered; what they said is gone."""

    kind, model, name = TALK, Comment, "trash"

    def rows(self, place, user):
        lines = said_at(self.lines().filter(history_type="-"), place)
        if lines is None or user.role in Comment.ADVISERS:
            return lines
        hidden = Comment.history.model.objects.filter(advisers_only=True).order_by()
        return lines.filter(advisers_only=False).exclude(id__in=hidden.values("id"))

    def entry(self, row, place, user):
        return self.told(row, f"{Comment.Kind(row.kind).label} dihapus")


FIELDS = {
    "cause": ("Sebab", lambda value: Obstacle.Cause(value).label),
    "description": ("Permasalahan", short),
    "unblocked_by": ("Yang akan membukanya", short),
    "turn": ("Giliran", short),
    "level": ("Tingkat", lambda value: Obstacle.Level(value).label),
}


class ObstacleLines(HistorySource):
    """Obstacles: opened, changed, closed with what helped, opened again."""

    kind, model = TALK, Obstacle
    name, tone = "exclamation-triangle", "wait"

    def rows(self, place, user):
        lines = self.lines()
        if place.obstacle:
            return lines.filter(id=place.obstacle.pk)
        if place.milestone:
            return lines.filter(milestone=place.milestone.pk)
        if place.report:
            return lines.filter(report=place.report.pk)
        return lines.filter(plan=place.plan.pk)

    def entry(self, row, place, user):
        look = {} if place.obstacle else {"acts": self._acts(row)}
        about = "" if place.obstacle else f": {short(row.description)}"
        if row.history_type == "-":
            return self.told(row, f"Permasalahan dihapus{about}", name="trash")
        if row.history_type == "+" or row.was is None:
            level = Obstacle.Level(row.level).label
            text = f"Tingkat yang harus bertindak: {level}."
            if row.turn:
                text += f" Giliran: {row.turn}."
            return self.told(row, f"Permasalahan dicatat{about}", text, **look)
        if row.closed_on and not row.was.closed_on:
            text = f"Yang menolong: {row.closing_note}"
            look |= {"name": "check-circle", "tone": "ok"}
            return self.told(row, f"Permasalahan ditutup{about}", text, **look)
        if row.was.closed_on and not row.closed_on:
            text = row.history_change_reason or ""
            return self.told(row, f"Permasalahan dibuka lagi{about}", text, **look)
        changes = shown_changes(row.was, row, FIELDS)
        if not changes:
            return None
        look |= {"tone": "muted"}
        return self.told(row, f"Permasalahan diubah{about}", "\n".join(changes), **look)

    @staticmethod
    def _acts(row):
        return [(Obstacle(pk=row.id).get_absolute_url(), "Buka permasalahan")]
