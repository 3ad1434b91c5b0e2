"""Addresses of the trail."""

from django.urls import path

from . import views

app_name = "trail"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:pk>/", views.entry, name="entry"),
]
