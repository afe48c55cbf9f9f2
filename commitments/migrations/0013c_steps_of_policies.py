from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('commitments', '0013b_first_policy'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='reminderstep',
            name='in_force',
        ),
        migrations.RemoveField(
            model_name='reminderstep',
            name='repeats_every',
        ),
        migrations.RemoveField(
            model_name='reminderstep',
            name='version',
        ),
        migrations.AddIndex(
            model_name='reminder',
            index=models.Index(fields=['commitment', 'about', 'days_after'], name='reminder_by_what_it_is_about'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.UniqueConstraint(condition=models.Q(('about', 'due_date')), fields=('commitment', 'due_revision', 'step', 'round', 'recipient'), name='nobody_is_reminded_twice'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('about', 'due_date'), ('decision__isnull', True), ('dependency_move__isnull', True), ('request__isnull', True)), models.Q(('about', 'request'), ('decision__isnull', True), ('dependency_move__isnull', True), ('request__isnull', False)), models.Q(('about', 'decision'), ('decision__isnull', False), ('dependency_move__isnull', True), ('request__isnull', True)), models.Q(('about', 'move'), ('decision__isnull', True), ('dependency_move__isnull', False), ('request__isnull', True)), _connector='OR'), name='reminder_is_about_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='reminderstep',
            constraint=models.UniqueConstraint(fields=('kind', 'offset_days', 'repeats', 'to_editors', 'to_heads', 'to_coordinators'), name='step_is_written_once'),
        ),
        migrations.AddConstraint(
            model_name='reminderstep',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['before', 'on_the_day', 'overdue', 'asked', 'answered', 'moved', 'followed'])), name='step_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='reminderstep',
            constraint=models.CheckConstraint(condition=models.Q(('repeats', ''), ('kind__in', ['overdue', 'asked']), _connector='OR'), name='only_what_lasts_is_told_again'),
        ),
        migrations.AddConstraint(
            model_name='reminderstep',
            constraint=models.CheckConstraint(condition=models.Q(('to_editors', True), ('to_heads', True), ('to_coordinators', True), _connector='OR'), name='step_is_told_to_somebody'),
        ),
    ]
