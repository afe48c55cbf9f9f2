"""An entry whose commitment was not counted anew since is as it was kept: that need not be looked up again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("commitments", "0042_days_by_the_index_alone")]
    operations = [
        migrations.AddField(
            model_name="baselineentry",
            name="revision",
            field=models.PositiveIntegerField(
                blank=True, help_text="Of the commitment, as it was counted.", null=True
            ),
        ),
    ]
