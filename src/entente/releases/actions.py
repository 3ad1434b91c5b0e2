"""Opening, renewing and revoking the address of a calendar."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from entente.foundation.trail import actions as trail

from .models import Feed, new_secret
from .policy import FEEDS


@transaction.atomic
def open_feed(*, by: Any, scope: str, kinds: str = "") -> Feed:
    """Open a secret address for oneself.

    Raises:
        PermissionDenied: ``by`` has no open account.
        ValidationError: an unknown scope.
    """
    FEEDS.require(by, "open")
    feed = Feed(person=by, scope=scope, kinds=kinds, opened_at=timezone.now())
    feed.full_clean()
    feed.save()
    trail.record(by=by, verb="open_feed", subject=feed, scope=scope, kinds=kinds)
    return feed


@transaction.atomic
def renew(feed: Feed, *, by: Any) -> Feed:
    """Give an address a new secret: the old one no longer works."""
    feed = Feed.objects.select_for_update(of=("self",)).get(pk=feed.pk)
    FEEDS.require(by, "renew", feed)
    following = Feed(person=by, scope=feed.scope, kinds=feed.kinds, opened_at=timezone.now(), secret=new_secret())
    _close(feed)
    following.save()
    trail.record(by=by, verb="renew_feed", subject=following, scope=feed.scope)
    return following


@transaction.atomic
def revoke(feed: Feed, *, by: Any) -> Feed:
    """Close an address for good."""
    feed = Feed.objects.select_for_update(of=("self",)).get(pk=feed.pk)
    FEEDS.require(by, "revoke", feed)
    _close(feed)
    trail.record(by=by, verb="revoke_feed", subject=feed, scope=feed.scope)
    return feed


def _close(feed: Feed) -> None:
    feed.revoked_at = feed.revoked_at or timezone.now()
    feed.save()
