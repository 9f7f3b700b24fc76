"""The programme's template of three stages, with which every portal starts; Litbang edits it."""

from datetime import UTC, datetime

from django.db import migrations

NAME = "Templat program: tiga tahap"
DESCRIPTION = (
    "Persiapan, pelaksanaan, monitoring dan evaluasi. "
    "Bulan di dalamnya usulan; sesuaikan dengan jadwal OPD."
)
# (stage, activity, output, unit, first month, last month)
ROWS = [
    ("1-persiapan", "Pembentukan SK tim replikasi", "SK tim replikasi", "dokumen", 1, 1),
    ("1-persiapan", "Komunikasi dengan instansi asal", "Catatan komunikasi", "kali", 1, 3),
    ("1-persiapan", "Penyusunan desain adaptasi", "Dokumen desain adaptasi", "dokumen", 2, 3),
    ("2-pelaksanaan", "Sosialisasi internal", "Sosialisasi terlaksana", "kali", 4, 4),
    (
        "2-pelaksanaan",
        "Penguatan SDM, proses dan sarana",
        "SDM, proses dan sarana siap",
        "kegiatan",
        4,
        7,
    ),
    ("2-pelaksanaan", "Uji coba", "Uji coba terlaksana", "lokasi", 7, 11),
    ("3-monev", "Monitoring bulanan", "Catatan monitoring", "catatan", 1, 12),
    ("3-monev", "Evaluasi triwulanan", "Laporan evaluasi", "laporan", 3, 12),
]


# Before everything that people write, whatever the clock says when this runs.
SINCE = datetime(2021, 10, 1, tzinfo=UTC)


def write(apps, schema_editor):
    """The template with its rows, each with the first line of its history."""
    if apps.get_model("actionplans", "PlanTemplate").objects.exists():
        return
    template = written(apps, "PlanTemplate", name=NAME, description=DESCRIPTION)
    for position, (stage, activity, output, unit, first, last) in enumerate(ROWS):
        written(
            apps,
            "TemplateRow",
            template=template,
            position=position,
            stage=stage,
            activity=activity,
            output=output,
            unit=unit,
            start_month=first,
            due_month=last,
        )


def written(apps, model, **values):
    row = apps.get_model("actionplans", model).objects.create(**values)
    apps.get_model("actionplans", f"Historical{model}").objects.create(
        **{field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields},
        history_type="+",
        history_date=SINCE,
        history_change_reason="isi awal portal",
    )
    return row


class Migration(migrations.Migration):
    dependencies = [("actionplans", "0002_handle_for_working")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
