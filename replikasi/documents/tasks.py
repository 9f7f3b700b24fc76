"""What the workers do (django-tasks)."""

from django_tasks import task

from .models import Order
from .services import keeping, orders


@task()
def prepare(pk):
    orders.prepare(pk)


def start(pk):
    """Put the order `pk` before the workers; where there are none, it is done at once."""
    result = prepare.enqueue(pk)
    Order.objects.filter(pk=pk).update(task=str(result.id))


@task()
def draw(pk):
    keeping.draw_files(pk)
