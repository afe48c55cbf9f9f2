
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('commitments', '0040_asked_of_mails'),
    ]

    operations = [
        migrations.AddField(
            model_name='message',
            name='time_zone',
            field=models.CharField(blank=True, db_default='', editable=False, help_text='By whose clock that day was counted.', max_length=63),
        ),
    ]
