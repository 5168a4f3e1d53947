"""All pages, actions and feeds of the web app: one module each, one line here."""

from __future__ import annotations

from karama.web.pages import accounts, actor, agreement, article, explore, incident, overview, place, read, release, review, search
from karama.web.visits import Action, Feed, Page

# In the order of the menu.
PAGES: tuple[Page, ...] = (
    *overview.PAGES,
    *read.PAGES,
    *explore.PAGES,
    *review.PAGES,
    *agreement.PAGES,
    *incident.PAGES,
    *article.PAGES,
    *actor.PAGES,
    *place.PAGES,
    *release.PAGES,
    *search.PAGES,
    *accounts.PAGES,
)
ACTIONS: tuple[Action, ...] = (
    *read.ACTIONS,
    *review.ACTIONS,
    *agreement.ACTIONS,
    *accounts.ACTIONS,
    *incident.ACTIONS,
    *actor.ACTIONS,
    *place.ACTIONS,
    *release.ACTIONS,
)
FEEDS: tuple[Feed, ...] = (*explore.FEEDS, *article.FEEDS, *release.FEEDS)
