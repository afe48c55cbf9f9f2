from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("commitments", "0026_watch")]

    operations = [
        migrations.AddIndex("review", models.Index(fields=["reviewed_on", "id"], name="review_by_day")),
    ]
