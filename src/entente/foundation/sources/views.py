"""Sources, packages, corrections."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from entente.foundation.trail import actions as trail
from entente.foundation.trail import queries as trail_queries
from entente.kit.pages import register_page

from . import exports, panels, queries

TRAIL_LINES = 12


def index(request: HttpRequest) -> HttpResponseBase:
    """The documents that facts are taken from."""
    title = exports.SOURCES.title
    return register_page(request, exports.SOURCES, "sources/index.html", exported=trail.note_export, page_title=title)


def packages(request: HttpRequest) -> HttpResponseBase:
    """The packages that carried the facts."""
    return register_page(
        request,
        exports.PACKAGES,
        "sources/packages.html",
        exported=trail.note_export,
        page_title=exports.PACKAGES.title,
        breadcrumb=[(exports.SOURCES.title, reverse("sources:index"))],
    )


def corrections(request: HttpRequest) -> HttpResponseBase:
    """What people corrected, beside what the sources say."""
    return register_page(
        request,
        exports.CORRECTIONS,
        "sources/corrections.html",
        exported=trail.note_export,
        page_title=exports.CORRECTIONS.title,
        breadcrumb=[(exports.SOURCES.title, reverse("sources:index"))],
    )


def source(request: HttpRequest, key: str) -> HttpResponse:
    """One document: what it is, and how much of the record rests on it."""
    found = get_object_or_404(queries.source(request.user, key))
    citing = queries.citing(found, request.user)
    context = {
        "source": found,
        "facts": panels.record(found, queries.carrier(found)),
        "kinds": panels.by_kind(found, citing),
        "places": panels.by_place(citing),
        "total": sum(one.many for one in citing),
        "page_title": found.title,
        "breadcrumb": [(exports.SOURCES.title, reverse("sources:index"))],
    }
    return render(request, "sources/source.html", context)


def package(request: HttpRequest, name: str) -> HttpResponse:
    """One package: when it was loaded, its files, the rows of each. The trail knows it by its number."""
    if name.isdigit() and (told := queries.package_numbered(request.user, int(name))):
        return redirect("sources:package", name=told.name)
    found = get_object_or_404(queries.package(request.user, name))
    files = panels.files(found)
    context = {
        "facts": panels.about_package(found),
        "files": files,
        "total": sum(file["many"] for file in files),
        "brought": queries.sources_of(found),
        "trail": trail_queries.about(trail.subject_of(found))[:TRAIL_LINES],
        "page_title": found.title,
        "breadcrumb": [
            (exports.SOURCES.title, reverse("sources:index")),
            (exports.PACKAGES.title, reverse("sources:packages")),
        ],
    }
    return render(request, "sources/package.html", context)
