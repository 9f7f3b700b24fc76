"""People: who they are, which role they hold and how far their sight reaches."""

import rules
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from simple_history.models import HistoricalRecords


class UserQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def of_agency(self, agency):
        """The agency's own people, heads first."""
        return self.filter(agency=agency).order_by("role", "name")

    def for_list(self):
        return self.select_related("agency", "region")

    def visible_to(self, user):
        """Whom `user` may manage: an admin everybody, a head the people of the own agency."""
        if user.role == User.Role.ADMIN:
            return self
        if user.role == User.Role.KEPALA:
            return self.filter(agency=user.agency, role__in=[User.Role.STAF, User.Role.KEPALA])
        return self.none()


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, username, email="", password=None, **fields):
        user = self.model(username=username, email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, username, email="", password=None, **fields):
        """The first admin; a role like any other, so that no right is beyond the rules."""
        return self.create_user(
            username, email, password, role=User.Role.ADMIN, **{"name": username, **fields}
        )


class User(AbstractBaseUser):
    class Role(models.TextChoices):
        STAF = "staf", "Staf OPD"
        KEPALA = "kepala", "Kepala OPD"
        LITBANG = "litbang", "Verifikator Litbang"
        FASILITATOR = "fasilitator", "Fasilitator"
        PIMPINAN = "pimpinan", "Pimpinan"
        ADMIN = "admin", "Admin"

    AGENCY_ROLES = (Role.STAF, Role.KEPALA)
    REGION_ROLES = (Role.LITBANG, Role.PIMPINAN)

    username = models.CharField(
        "nama pengguna",
        max_length=150,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": "Nama pengguna ini sudah dipakai."},
    )
    email = models.EmailField("email", blank=True)
    name = models.CharField("nama", max_length=150)
    role = models.CharField("peran", max_length=12, choices=Role)
    position = models.CharField("jabatan", max_length=150, blank=True)
    nip = models.CharField(
        "NIP",
        max_length=18,
        blank=True,
        validators=[RegexValidator(r"^\d{18}$", "NIP terdiri dari 18 angka tanpa spasi.")],
    )
    agency = models.ForeignKey(
        "innovations.Agency",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        verbose_name="instansi",
    )
    region = models.ForeignKey(
        "innovations.Region",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        verbose_name="wilayah kerja",
        help_text="Lingkup baca verifikator dan pimpinan.",
    )
    may_send = models.BooleanField(
        "boleh mengirim laporan",
        default=False,
        help_text="Staf yang diizinkan kepala OPD mengajukan rencana dan mengirim laporan.",
    )
    is_active = models.BooleanField("aktif", default=True)
    is_demo = models.BooleanField("akun contoh", default=False, editable=False)
    date_joined = models.DateTimeField("bergabung", default=timezone.now, editable=False)
    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email"]

    class Meta:
        verbose_name = "orang"
        verbose_name_plural = "orang"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="user_email_unique",
                violation_error_message="Alamat email ini sudah dipakai orang lain.",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=["staf", "kepala", "litbang", "fasilitator"])
                | Q(agency__isnull=False),
                name="user_role_has_agency",
                violation_error_message="Peran ini harus punya instansi.",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=["litbang", "pimpinan"]) | Q(region__isnull=False),
                name="user_role_has_region",
                violation_error_message="Verifikator dan pimpinan harus punya wilayah kerja.",
            ),
            models.CheckConstraint(
                condition=Q(may_send=False) | Q(role="staf"),
                name="user_may_send_is_for_staff",
                violation_error_message="Izin mengirim hanya untuk staf OPD.",
            ),
        ]

    def __str__(self):
        return self.name or self.username

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.username

    @property
    def is_staff(self):
        """May open the admin site, whose every model asks the rules again."""
        return self.role in (self.Role.ADMIN, self.Role.LITBANG)

    @property
    def role_label(self):
        return self.get_role_display()

    @property
    def initials(self):
        words = [word for word in self.name.split() if word[0].isalpha()]
        return "".join(word[0] for word in words[:2]).upper() or self.username[:2].upper()

    def has_perm(self, perm, obj=None):
        """The rules decide, for everybody; there is no superuser."""
        return self.is_active and rules.has_perm(perm, self, obj)

    def has_perms(self, perms, obj=None):
        return all(self.has_perm(perm, obj) for perm in perms)

    def has_module_perms(self, app_label):
        return self.is_staff and any(
            name.startswith(f"{app_label}.view_") and self.has_perm(name)
            for name in rules.permissions.permissions
        )
