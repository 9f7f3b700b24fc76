"""What people are told about the documents that they ordered."""

from django.urls import reverse

from replikasi.accounts.models import User
from replikasi.notifications.models import Mode
from replikasi.notifications.registry import register
from replikasi.notifications.services import tell
from replikasi.notifications.subjects import register_subject

from .compiled import title_of
from .models import Order

register_subject("order", Order.objects.visible_to)

ORDER_READY = register(
    "order_ready",
    "{document} siap diunduh.",
    "printer",
    label="Dokumen yang Anda pesan siap",
    roles=tuple(User.Role),
    mail=Mode.OFF,
)
ORDER_FAILED = register(
    "order_failed",
    "{document} gagal disiapkan.",
    "printer",
    label="Dokumen yang Anda pesan gagal disiapkan",
    roles=tuple(User.Role),
    mail=Mode.OFF,
)


def tell_of(order, *, is_ready):
    """Whoever ordered it that it is there, or that it will not come."""
    tell(
        ORDER_READY if is_ready else ORDER_FAILED,
        recipients=[order.by],
        by=None,
        url=reverse("order", args=[order.pk]),
        facts={"document": title_of(order)},
        about=f"order:{order.pk}",
    )
