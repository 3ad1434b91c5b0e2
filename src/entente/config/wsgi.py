"""What a WSGI server loads: ``entente.config.wsgi:application``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entente.config.settings")

application = get_wsgi_application()
