"""Narrowing the ledger of reminders."""

from django import forms

from actionplans.models import DueReminder
from innovations.models import Agency
from replikasi.common.filterbar import PageChoice


class LedgerFilter(forms.Form):
    """`jenis`, `opd` and `lewat` of the address; what is senseless asks for nothing."""

    tampil = forms.CharField(required=False, widget=PageChoice)
    jenis = forms.ChoiceField(
        label="Kewajiban",
        required=False,
        choices=[("", "Semua kewajiban"), *DueReminder.Duty.choices],
    )
    opd = forms.ModelChoiceField(
        label="OPD", required=False, queryset=Agency.objects.none(), empty_label="Semua OPD"
    )
    lewat = forms.BooleanField(label="Hanya yang lewat tenggat", required=False)

    def __init__(self, *args, plans, one_agency, is_history, **kwargs):
        super().__init__(*args, **kwargs)
        if one_agency:
            del self.fields["opd"]
        else:
            agencies = plans.order_by().values("replication__agency")
            self.fields["opd"].queryset = Agency.objects.filter(pk__in=agencies)
        if is_history:
            del self.fields["lewat"]
        self.is_valid()

    def asked(self, name):
        return self.cleaned_data.get(name)
