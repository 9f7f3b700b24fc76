"""Filters of the list of people."""

import django_filters
from django.db.models import Q

from .models import User


class PersonFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(method="search", label="Cari")
    peran = django_filters.ChoiceFilter(
        field_name="role", choices=User.Role.choices, label="Peran", empty_label="Semua peran"
    )
    aktif = django_filters.ChoiceFilter(
        method="by_state",
        choices=[("ya", "Aktif"), ("tidak", "Nonaktif")],
        label="Status",
        empty_label="Semua status",
    )

    class Meta:
        model = User
        fields = []

    def search(self, queryset, name, value):
        return queryset.filter(
            Q(name__icontains=value)
            | Q(username__icontains=value)
            | Q(email__icontains=value)
            | Q(agency__name__icontains=value)
            | Q(agency__short_name__icontains=value)
        )

    def by_state(self, queryset, name, value):
        return queryset.filter(is_active=value == "ya")
