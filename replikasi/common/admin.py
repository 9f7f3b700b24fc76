"""What the pages of the admin site have in common: rights by rules, safe history, Excel."""

from datetime import date, datetime
from decimal import Decimal

from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.forms import HiddenInput, Media
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from import_export import forms as import_export_forms
from import_export.admin import ImportExportMixin
from import_export.results import RowResult
from import_export.tmp_storages import CacheStorage
from simple_history.admin import SimpleHistoryAdmin
from simple_history.template_utils import HistoricalRecordContextHelper

from replikasi.common import formats
from replikasi.common.sheets import FORMATS, UnreadableFile

MAX_IMPORT_MB = 5


class ScopedAdmin(admin.ModelAdmin):
    """Rows in the person's scope. Rights are asked of the rules by `user.has_perm`."""

    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    list_per_page = 50
    show_full_result_count = False

    def scope(self, queryset, user):
        """Narrow `queryset` to what `user` may see."""
        return queryset

    def get_queryset(self, request):
        return self.scope(super().get_queryset(request), request.user)


class HistoryWords(HistoricalRecordContextHelper):
    """Old and new values as people read them."""

    def prepare_delta_change_value(self, change, value):
        field = self.model._meta.get_field(change.field)
        if value in (None, "") or getattr(value, "pk", value) is None:
            return "kosong"
        if field.choices:
            return dict(field.flatchoices).get(value, value)
        if isinstance(value, bool):
            return "ya" if value else "tidak"
        if isinstance(value, datetime):
            return f"{formats.short_date(value)}, {formats.clock(value)}"
        if isinstance(value, date):
            return formats.short_date(value)
        if isinstance(value, Decimal):
            return formats.number(value)
        return value


class SafeHistoryAdmin(SimpleHistoryAdmin):
    """History that is read: nothing is reverted by it, and it reaches no further than the list."""

    def history_view(self, request, object_id, extra_context=None):
        self._refuse_outside_scope(request, object_id)
        return super().history_view(request, object_id, extra_context)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        # The library hides the button and would still save what is posted.
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied("Riwayat hanya untuk dibaca.")
        self._refuse_outside_scope(request, object_id)
        return super().history_form_view(request, object_id, version_id, extra_context)

    def _refuse_outside_scope(self, request, object_id):
        if self.get_object(request, object_id) is None:
            raise Http404("Tidak ditemukan.")

    def has_change_history_permission(self, request, obj=None):
        return False

    def get_historical_record_context_helper(self, request, historical_record):
        return HistoryWords(self.model, historical_record)


class ImportForm(import_export_forms.ImportForm):
    """Which format it is, the file's name says."""

    def __init__(self, formats, resources, **kwargs):
        super().__init__(formats, resources, **kwargs)
        self.formats = formats
        self.fields["import_file"].label = "Berkas"
        self.fields["import_file"].help_text = (
            f"Excel (.xlsx) atau CSV (.csv), paling besar {MAX_IMPORT_MB} MB. "
            "Contoh yang pasti cocok: hasil ekspor dari halaman daftar."
        )
        self.fields["import_file"].widget.attrs = {"accept": ".xlsx,.csv"}
        self.fields["format"].widget = HiddenInput()
        self.fields["format"].required = False

    @property
    def media(self):
        return Media()

    def clean_import_file(self):
        file = self.cleaned_data["import_file"]
        if file.size > MAX_IMPORT_MB * 1024 * 1024:
            raise ValidationError(f"Berkas ini lebih besar dari {MAX_IMPORT_MB} MB.")
        if self._format_of(file) is None:
            raise ValidationError("Pakai berkas Excel (.xlsx) atau CSV (.csv).")
        return file

    def clean(self):
        cleaned = super().clean()
        if file := cleaned.get("import_file"):
            cleaned["format"] = self._format_of(file)
        return cleaned

    def _format_of(self, file):
        extension = file.name.rpartition(".")[2].lower()
        known = [one().get_extension() for one in self.formats]
        return str(known.index(extension)) if extension in known else None


class ExportForm(import_export_forms.ExportForm):
    def __init__(self, formats, resources, **kwargs):
        super().__init__(formats, resources, **kwargs)
        self.fields["format"].label = "Format"
        self.fields["format"].choices = self.fields["format"].choices[1:]


class ExcelAdmin(ImportExportMixin, admin.ModelAdmin):
    """Import after a dry run, all or nothing; export of the filtered list. `resource_classes`."""

    formats = FORMATS
    import_form_class = ImportForm
    export_form_class = ExportForm
    tmp_storage_class = CacheStorage  # shared by the workers, and gone after a day

    def has_import_permission(self, request):
        return self.has_add_permission(request) and self.has_change_permission(request)

    def has_export_permission(self, request):
        return self.has_view_permission(request)

    def import_action(self, request, **kwargs):
        response = super().import_action(request, **kwargs)
        response.context_data["title"] = f"Impor {self.opts.verbose_name_plural}"
        return response

    def init_request_context_data(self, request, form):
        context = super().init_request_context_data(request, form)
        return {**context, "title": f"Ekspor {self.opts.verbose_name_plural}"}

    def add_data_read_fail_error_to_form(self, form, e):
        if isinstance(e, UnreadableFile):
            form.add_error("import_file", str(e))
        else:
            form.add_error(
                "import_file", "Berkas ini tidak terbaca. Simpan ulang sebagai .xlsx atau .csv."
            )

    def get_import_data_kwargs(self, **kwargs):
        kwargs.setdefault("rollback_on_validation_errors", True)
        return super().get_import_data_kwargs(**kwargs)

    def get_export_data(self, file_format, request, queryset, **kwargs):
        if not self.has_export_permission(request):
            raise PermissionDenied
        data = self.get_data_for_export(
            request, queryset, force_native_type=file_format.is_binary(), **kwargs
        )
        exported = file_format.export_data(data)
        return exported if file_format.is_binary() else exported.encode()

    def process_import(self, request, **kwargs):
        """The confirmed file is read again from where the dry run put it."""
        name = self.create_confirm_form(request).data.get("import_file_name", "")
        if request.method == "POST" and CacheStorage(name=name).read() is None:
            messages.error(request, "Berkas itu sudah diimpor atau kedaluwarsa. Unggah lagi.")
            return redirect("admin:{}_{}_changelist".format(*self.get_model_info()))
        return super().process_import(request, **kwargs)

    def process_result(self, result, request):
        """Something changed between dry run and confirmation: nothing was saved, say why."""
        if not (result.has_errors() or result.has_validation_errors()):
            return super().process_result(result, request)
        context = {
            **self.admin_site.each_context(request),
            "title": "Impor",
            "form": self.create_import_form(request),
            "opts": self.opts,
            "result": result,
            "fields_list": [],
            "import_error_display": self.import_error_display,
        }
        return TemplateResponse(request, [self.import_template_name], context)

    def add_success_message(self, result, request):
        totals = result.totals
        messages.success(
            request,
            f"Impor selesai: {totals[RowResult.IMPORT_TYPE_NEW]} baru, "
            f"{totals[RowResult.IMPORT_TYPE_UPDATE]} diubah, "
            f"{totals[RowResult.IMPORT_TYPE_SKIP]} sudah sama.",
        )

    def _create_log_entry(self, user_pk, rows, import_type, action_flag):
        if rows:
            LogEntry.objects.log_actions(
                user_pk, rows, action_flag, "Impor berkas", single_object=len(rows) == 1
            )


class ViewOnlyAdmin(ScopedAdmin):
    """Looked at, never moved: the workflow has no back door here."""

    actions = None

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
