"""Lessons as lists: by filter, and those that the plan editor offers at each stage."""

import django_filters as filters

from replikasi.common import listbook
from replikasi.common.listbook import ListColumn
from replikasi.common.lists import PartColumn, PortalTable

from .filters import WordsFilterSet, words_filter
from .models import Innovation, Lesson, Stage
from .services.lessons import is_closed

# Of a stage no more are offered in the editor; the rest is one link away.
OFFERED = 5


class LessonFilter(WordsFilterSet):
    q = words_filter()
    innovation = filters.ModelChoiceFilter(
        label="Inovasi",
        field_name="replication__innovation",
        queryset=Innovation.objects.none(),
        empty_label="Semua inovasi",
    )
    stage = filters.ChoiceFilter(label="Tahap", choices=Stage.choices, empty_label="Semua tahap")
    kind = filters.ChoiceFilter(
        label="Jenis", choices=Lesson.Kind.choices, empty_label="Semua jenis"
    )

    WORD_PATHS = (
        "text",
        "replication__innovation__name",
        "replication__local_name",
        "replication__agency__name",
    )

    class Meta:
        model = Lesson
        fields = ("q", "innovation", "stage", "kind")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        told = self.queryset.order_by().values("replication__innovation")
        self.filters["innovation"].queryset = Innovation.objects.filter(pk__in=told)


class LessonTable(PortalTable):
    """Rows carry `agency_name` (of the programme year) and `is_draft`."""

    text = PartColumn("innovations/_cell_lesson.html", "Pelajaran", orderable=False)
    kind = PartColumn("innovations/_cell_lesson_kind.html", "Jenis", order_by=("kind", "pk"))
    stage = PartColumn("innovations/_cell_lesson_stage.html", "Tahap", order_by=("stage", "pk"))
    source = PartColumn(
        "innovations/_cell_lesson_source.html",
        "Dari replikasi",
        order_by=("replication__innovation__name", "replication__agency__name", "pk"),
    )

    class Meta:
        model = Lesson
        fields = ()
        sequence = ("text", "kind", "stage", "source")
        attrs = {"class": "tbl cards"}
        empty_text = "Tidak ada pelajaran yang cocok dengan saringan ini."


def of_list(rows):
    """With what a row of the list shows; newest first."""
    rows = rows.select_related(
        "replication__innovation", "replication__agency__region", "replication__closing"
    )
    return rows.prefetch_related("replication__agency__names").order_by("-at", "-pk")


def prepare(rows):
    """Hang on lessons (of `of_list`) what their cells read."""
    for row in rows:
        replication = row.replication
        row.agency_name = replication.agency.name_in(replication.programme_year)
        row.is_draft = not is_closed(replication)


COLUMNS = (
    ListColumn("Pelajaran", width=70),
    ListColumn("Jenis", width=22),
    ListColumn("Tahap", width=22),
    ListColumn("Inovasi", width=30),
    ListColumn("OPD", width=36),
    ListColumn("Wilayah", width=24),
    ListColumn("Tahun program", listbook.WHOLE, 10),
    ListColumn("Status", width=14),
)


def workbook(rows):
    """Bytes of an .xlsx of lessons (a queryset of `of_list`)."""
    rows = list(rows)
    prepare(rows)
    return listbook.list_workbook("Pelajaran", COLUMNS, [_line(row) for row in rows])


def _line(row):
    replication = row.replication
    return (
        row.text,
        row.get_kind_display(),
        row.get_stage_display() or "semua tahap",
        replication.innovation.name,
        row.agency_name,
        replication.agency.region.full_name,
        replication.programme_year,
        "belum terbit" if row.is_draft else "terbit",
    )


def offered_at(replication):
    """{stage: (the newest OFFERED lessons, how many there are)} that other agencies published of
    the same innovation; one query, two with names."""
    rows = Lesson.objects.published().filter(replication__innovation=replication.innovation_id)
    rows = of_list(rows.exclude(replication__agency=replication.agency_id).exclude(stage=""))
    found = {}
    for row in rows[:200]:
        found.setdefault(row.stage, []).append(row)
    shown = {stage: (lessons[:OFFERED], len(lessons)) for stage, lessons in found.items()}
    for lessons, _ in shown.values():
        for row in lessons:
            year = row.replication.programme_year
            row.agency_name = row.replication.agency.name_in(year)
    return shown
