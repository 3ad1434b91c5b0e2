"""The product's addresses, with this room's until the root knows it."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from entente.config.urls import urlpatterns as product

urlpatterns = [*product, *i18n_patterns(path("countries/", include("entente.foundation.reference.urls")))]
