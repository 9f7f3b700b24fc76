"""The sheet of people. Passwords are on none: each person makes the own by a link."""

from django.apps import apps
from django.core.exceptions import ValidationError

from replikasi.accounts import services
from replikasi.accounts.models import User
from replikasi.common.sheets import Choice, Digits, Link, RegionCode, Sheet, Text, YesNo, column


class Address(Text):
    def clean(self, value, row=None, **kwargs):
        return super().clean(value, row, **kwargs).lower()


class Region(Link):
    def __init__(self):
        super().__init__(
            "Wilayah",
            lambda text, row: apps.get_model("innovations.Region").objects.filter(code=text),
            lambda row: row.code,
        )

    def clean(self, value, row=None, **kwargs):
        return super().clean(RegionCode().clean(value), row, **kwargs)


class Agency(Link):
    def __init__(self):
        super().__init__(
            "Instansi", self.by_name, lambda row: row.name, "Isi kolom wilayah_instansi."
        )

    @staticmethod
    def by_name(text, row):
        rows = apps.get_model("innovations.Agency").objects.filter(name__iexact=text)
        code = RegionCode().clean(row.get("wilayah_instansi"))
        return (rows.filter(region=code) if code else rows).order_by("pk")


class UserSheet(Sheet):
    nama_pengguna = column("username", "nama_pengguna")
    nama = column("name", "nama")
    email = column("email", "email", Address())
    peran = column("role", "peran", Choice(User.Role.choices))
    jabatan = column("position", "jabatan")
    nip = column("nip", "nip", Digits())
    wilayah_instansi = column("agency__region_id", "wilayah_instansi", RegionCode(), shown=True)
    instansi = column("agency", "instansi", Agency())
    wilayah_kerja = column("region", "wilayah_kerja", Region())
    boleh_mengirim = column("may_send", "boleh_mengirim", YesNo())
    aktif = column("is_active", "aktif", YesNo())

    class Meta(Sheet.Meta):
        model = User
        fields = [
            "nama_pengguna",
            "nama",
            "email",
            "peran",
            "jabatan",
            "nip",
            "wilayah_instansi",
            "instansi",
            "wilayah_kerja",
            "boleh_mengirim",
            "aktif",
        ]
        import_id_fields = ["nama_pengguna"]

    def after_init_instance(self, instance, new, row, **kwargs):
        self.old_email = instance.email
        if new:
            instance.set_unusable_password()

    def import_instance(self, instance, row, **kwargs):
        own = kwargs["user"].pk == instance.pk
        before = instance.role, instance.is_active
        super().import_instance(instance, row, **kwargs)
        if own and before != (instance.role, instance.is_active):
            raise ValidationError(
                {"username": "Peran dan status akun sendiri tidak diubah di sini."}
            )

    def after_save_instance(self, instance, row, **kwargs):
        if not kwargs.get("dry_run"):
            services.after_change_by_admin(person=instance, old_email=self.old_email)
