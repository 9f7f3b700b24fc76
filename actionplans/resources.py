"""The sheet of reporting periods; the workflow itself has none, so no state can be imported."""

from actionplans.models import ReportingPeriod
from replikasi.common.sheets import Choice, Day, Sheet, Whole, column

QUARTERS = [(1, "I"), (2, "II"), (3, "III"), (4, "IV")]


class PeriodSheet(Sheet):
    tahun = column("year", "tahun", Whole())
    triwulan = column("quarter", "triwulan", Choice(QUARTERS))
    dibuka = column("opens", "dibuka", Day())
    tenggat_opd = column("due", "tenggat_opd", Day())
    tenggat_verifikasi = column("review_due", "tenggat_verifikasi", Day())

    class Meta(Sheet.Meta):
        model = ReportingPeriod
        fields = ["tahun", "triwulan", "dibuka", "tenggat_opd", "tenggat_verifikasi"]
        import_id_fields = ["tahun", "triwulan"]
