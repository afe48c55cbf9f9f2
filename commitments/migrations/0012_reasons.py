"""Why somebody is told becomes a sentence and what stands in it, so that each mail says it in its own language."""

from django.db import migrations, models
from django.db.models import F
from django.db.models.functions import JSONObject


def keep_sentences(apps, schema_editor):
    apps.get_model("commitments", "Reminder").objects.update(reason=JSONObject(say=F("because")))


class Migration(migrations.Migration):
    dependencies = [("commitments", "0011b_followed_step")]
    operations = [
        migrations.AddField("reminder", "reason", models.JSONField(default=dict), preserve_default=False),
        migrations.RunPython(keep_sentences, migrations.RunPython.noop),
        migrations.RemoveField("reminder", "because"),
        migrations.AlterField(
            "reminder",
            "reason",
            models.JSONField(help_text="Why this person: a sentence and what stands in it."),
        ),
    ]
