"""What a web server imports."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
application = get_wsgi_application()
# What is loaded stays: looking through all of it again and again for what nobody needs any more took a tenth of a page.
gc.freeze()
gc.set_threshold(10_000, 20, 50)
