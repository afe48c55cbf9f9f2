"""Two days of everything are compared without a look at the rows of spans."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("commitments", "0041_zone_of_mails")]
    operations = [
        migrations.AddIndex(
            model_name="commitmentspan",
            index=models.Index(
                fields=["state", "first", "until", "commitment", "due_latest"], name="span_by_state_and_days"
            ),
        ),
        migrations.RemoveIndex(model_name="commitmentspan", name="span_by_state_and_day"),
    ]
