"""The pages of the timeline: the whole, and those of an actor, a theme or a phase alone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import Any

from explainer import dates, layout, lenses, urls
from explainer.contents import Site
from explainer.page import Page, made
from explainer.templating import environment
from explainer.view import View


def timeline(site: Site) -> Page:
    """Return the page of all events, year by year, with the picture and the lenses."""
    view = View(site, urls.TIMELINE)
    events = site.explainer.events
    return made(
        view,
        "timeline.html.j2",
        view.words["timeline_title"],
        view.words["timeline_intro"],
        "sources/events.yml",
        events=events,
        years=layout.years(events),
        drawing=layout.picture(site.explainer),
        first=layout.first_year(events),
        lenses=lenses.lenses(site),
        classes=lenses.classes(site),
        gaps=lenses.gaps(events),
    )


def below(site: Site) -> Iterator[Page]:
    """Yield a page for each actor, theme and phase that has events, and pages that lead on."""
    found = lenses.lenses(site)
    ways = View(site, "timeline/ways.md")
    title, intro = ways.words["lens_pages"], ways.words["lens_pages_intro"]
    yield made(ways, "ways.html.j2", title, intro, "sources/events.yml", lenses=found)
    told = [event for event in site.explainer.events if event.accounts]
    if told:
        view = View(site, "timeline/accounts.md")
        title, intro = view.words["accounts_title"], view.words["accounts_intro"]
        yield made(view, "accounts.html.j2", title, intro, "sources/events.yml", events=told)
    # All lie at one depth, so that an event reads the same on each of them.
    module: Any = environment().get_template("event.html.j2").module
    any_page = View(site, urls.lens_page("phase", "any"))
    shown = cache(lambda event, gap: module.brief(any_page, event, gap))
    for lens in found:
        for choice in lens.choices if lens.paged else ():
            events = lenses.chosen(site, lens.name, choice.id)
            days = lenses.gaps(events)
            years = [
                (year, [shown(event, days.get(event.id)) for event in found])
                for year, found in groupby(events, lambda event: dates.parse(event.date).first.year)
            ]
            view = View(site, urls.lens_page(lens.name, choice.id))
            title = f"{view.words['timeline_title']}: {choice.label}"
            about = choice.about or title
            drawing = layout.picture(site.explainer, events)
            yield made(
                view,
                "lens.html.j2",
                title,
                about,
                "sources/events.yml",
                lens=lens,
                choice=choice,
                events=events,
                years=years,
                drawing=drawing,
                drawn=drawing.count > 1,
            )
