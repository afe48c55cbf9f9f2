"""What a review makes of a claim is counted like every other state: whatever was reviewed is counted anew."""

from django.db import migrations, models


def wait_for_a_recount(apps, schema_editor):
    reviewed = apps.get_model("commitments", "Review").objects.values("commitment")
    apps.get_model("commitments", "Commitment").objects.filter(pk__in=reviewed).update(rolled_revision=0)


class Migration(migrations.Migration):

    dependencies = [
        ('commitments', '0038_baselines_are_never_deleted'),
    ]

    operations = [
        migrations.AddField(
            model_name='rollupdelta',
            name='as_claimed',
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name='rollupdelta',
            name='higher',
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name='rollupdelta',
            name='lower',
            field=models.IntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='baselinefigure',
            name='aspect',
            field=models.CharField(choices=[('schedule', 'Schedule state'), ('completion', 'Completion'), ('reporting', 'Staleness'), ('lateness', 'Days overdue'), ('horizon', 'Due ahead'), ('judged', 'Review against claim')], max_length=12),
        ),
        migrations.AlterField(
            model_name='commitmentspan',
            name='aspect',
            field=models.CharField(choices=[('schedule', 'Schedule state'), ('completion', 'Completion'), ('reporting', 'Staleness'), ('lateness', 'Days overdue'), ('horizon', 'Due ahead'), ('judged', 'Review against claim')], max_length=12),
        ),
        migrations.RunPython(wait_for_a_recount, migrations.RunPython.noop),
    ]
