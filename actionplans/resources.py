"""The sheets of reporting periods and of templates; the workflow itself has none, so no state can
be imported. The rows of a template are written on its page."""

from django.core.exceptions import ValidationError
from import_export.results import RowResult

from actionplans.models import OffDay, PlanTemplate, ReportingPeriod
from actionplans.services import days_off
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

    def import_instance(self, instance, row, **kwargs):
        self.due = instance.due if instance.pk else None
        super().import_instance(instance, row, **kwargs)
        if self.due is not None and instance.due != self.due:
            raise ValidationError(
                {"tenggat_opd": "Tenggat yang sudah ada digeser di /periode/, beserta alasannya."}
            )


class OffDaySheet(Sheet):
    tanggal = column("day", "tanggal", Day())
    nama = column("name", "nama")
    libur = column("is_off", "libur", YesNo())

    class Meta(Sheet.Meta):
        model = OffDay
        store_instance = True
        fields = ["tanggal", "nama", "libur"]
        import_id_fields = ["tanggal"]

    def after_import(self, dataset, result, **kwargs):
        """Deadlines to come follow, in the transaction of the import (which a dry run drops)."""
        super().after_import(dataset, result, **kwargs)
        written = (RowResult.IMPORT_TYPE_NEW, RowResult.IMPORT_TYPE_UPDATE)
        days = [row.instance.day for row in result.rows if row.import_type in written]
        if days:
            days_off.follow(min(days))


class TemplateSheet(Sheet):
    nama = column("name", "nama")
    untuk_apa = column("description", "untuk_apa")
    ditawarkan = column("is_active", "ditawarkan", YesNo(), shown=True)

    class Meta(Sheet.Meta):
        model = PlanTemplate
        fields = ["nama", "untuk_apa", "ditawarkan"]
        import_id_fields = ["nama"]
