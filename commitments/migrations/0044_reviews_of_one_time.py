"""A review may name which time of a duty that comes back it is about; those that name none stay as they are.

A column that may be empty is added without a new table, so SQLite keeps the trigger that refuses changes.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("commitments", "0043_revisions_in_baselines")]

    operations = [
        migrations.AddField(
            model_name="review",
            name="occurrence",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reviews",
                to="commitments.occurrence",
            ),
        ),
    ]
