"""The form of files that are kept with an innovation or a replication."""

from uuid import uuid4

from django import forms

from replikasi.common.fields import FilesField


class DocumentsForm(forms.Form):
    """`key` makes the same form sent twice one upload."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    files = FilesField(label="Berkas", help_text="Beberapa sekaligus boleh.", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid4
        self.fields["files"].hush_optional = True

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("files") and "files" not in self.errors:
            self.add_error("files", "Pilih berkasnya dahulu.")
        return cleaned
