"""The sheets of reporting periods and of templates; the workflow itself has none, so no state can
be imported. The rows of a template are written on its page."""

from actionplans.models import PlanTemplate, ReportingPeriod
from replikasi.common.sheets import Choice, Day, Sheet, Whole, YesNo, column

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


class TemplateSheet(Sheet):
    nama = column("name", "nama")
    untuk_apa = column("description", "untuk_apa")
    ditawarkan = column("is_active", "ditawarkan", YesNo(), shown=True)

    class Meta(Sheet.Meta):
        model = PlanTemplate
        fields = ["nama", "untuk_apa", "ditawarkan"]
        import_id_fields = ["nama"]
