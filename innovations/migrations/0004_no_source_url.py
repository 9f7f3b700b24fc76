"""An innovation has sources; the column with one address goes, in its history too."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("innovations", "0003_source_addresses")]

    operations = [
        migrations.RemoveField("historicalinnovation", "source_url"),
        migrations.RemoveField("innovation", "source_url"),
    ]
