
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('commitments', '0039_judged_spans'),
    ]

    operations = [
        migrations.AddField(
            model_name='message',
            name='asked',
            field=models.TextField(blank=True, db_default='', editable=False, help_text='As of when its words are known to be true: the days it was asked on, and the mark of changes.'),
        ),
    ]
