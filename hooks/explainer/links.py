"""Whether what the site cites is still on the web: each address is asked for, politely.

A host is asked one thing at a time, with a pause between. What is gone is kept apart from what
nobody can tell: many publishers refuse programs, and a server may be down for a day.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from itertools import chain
from typing import Literal
from urllib.parse import urldefrag, urlsplit

import requests

from explainer.model import Explainer
from explainer.problems import Place, Problem

State = Literal["there", "moved", "gone", "unknown"]

# Answers by which a server says that there is no such page.
_GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
# Answers to which a second try may get another.
_LATER = frozenset({408, 425, 429, 500, 502, 503, 504})
_FOR_GOOD = frozenset({HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT})
# What each state is called in a report, and what is said of a link in it.
_WORDS: Mapping[State, tuple[str, str]] = {
    "gone": ("Gone", "must lead to a page, got {said} from {url}"),
    "moved": ("Moved for good", "leads on to {said} from {url}"),
    "unknown": ("To be looked at by hand", "could not be tried, got {said} from {url}"),
    "there": ("Still there", "leads to a page, {url}"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How servers are asked; times are in seconds."""

    agent: str = "explainer link check"
    """What the program calls itself, with an address where to read who asks."""
    timeout: float = 20.0
    """How long a server may keep silent."""
    jobs: int = 6
    """Hosts asked at the same time: few enough for a home connection."""
    pause: float = 1.0
    """Between two requests to one host, as crawlers commonly wait at least."""
    patience: float = 60.0
    """The longest wait that a server may ask for before the second try."""


@dataclass(frozen=True, slots=True)
class Giver:
    """What gives an address: the ID of an item, the key under which it does, and its place."""

    id: str
    key: str
    place: Place


@dataclass(frozen=True, slots=True)
class Link:
    """An address on the web, and every item in the data that gives it."""

    url: str
    givers: tuple[Giver, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking for a link: a state, and in a few words what was answered."""

    link: Link
    state: State
    said: str


def links(explainer: Explainer) -> list[Link]:
    """Return the addresses of references, of their archived copies and of source texts."""
    found: dict[str, list[Giver]] = {}
    for text in explainer.texts:
        source = text.source
        for key, url in (("URL", source.URL), ("snapshot", source.snapshot)):
            if url:
                found.setdefault(url, []).append(Giver(text.id, key, source.place))
    for each in explainer.references:
        given = (
            (each.place, "URL", each.URL),
            (each.custom.place, "snapshot", each.custom.snapshot),
        )
        for place, key, url in given:
            if url:
                found.setdefault(url, []).append(Giver(f"ref/{each.id}", key, place))
    return [Link(url, tuple(givers)) for url, givers in found.items()]


def ask(asked: Sequence[Link], manner: Manner) -> list[Answer]:
    """Ask for every link, several hosts at a time; return the answers in the order of the links."""
    hosts: dict[str, list[Link]] = {}
    for link in asked:
        hosts.setdefault(urlsplit(link.url).netloc.lower(), []).append(link)
    with ThreadPoolExecutor(max_workers=manner.jobs) as pool:
        answers = chain.from_iterable(pool.map(lambda of: _Host(manner).ask(of), hosts.values()))
        by_url = {answer.link.url: answer for answer in answers}
    return [by_url[link.url] for link in asked]


def lines(answers: Iterable[Answer], state: State) -> Iterator[Problem]:
    """Yield what to say of the links in a state, for each item that gives one."""
    for answer in answers:
        if answer.state == state:
            words = _WORDS[state][1].format(said=answer.said, url=answer.link.url)
            for giver in answer.link.givers:
                yield giver.place.problem(f"{giver.id}: {giver.key} {words}.", giver.key)


def report(answers: Sequence[Answer]) -> str:
    """Return what was found as a page in Markdown, the worst first."""
    found = ["# Links", ""]
    for state, (title, _) in _WORDS.items():
        found.append(f"- {title}: {sum(answer.state == state for answer in answers)}")
    for state in ("gone", "moved", "unknown"):
        listed = [f"- {line}" for line in lines(answers, state)]
        if listed:
            found += ["", f"## {_WORDS[state][0]}", "", *listed]
    return "\n".join(found) + "\n"


@dataclass
class _Host:
    """One host, which is asked one thing after the other."""

    manner: Manner
    asked: bool = field(default=False, init=False)

    def ask(self, asked: Sequence[Link]) -> list[Answer]:
        with requests.Session() as session:
            session.headers["User-Agent"] = self.manner.agent
            return [Answer(link, *self._twice(session, link.url)) for link in asked]

    def _twice(self, session: requests.Session, url: str) -> tuple[State, str]:
        found = self._once(session, url)
        if isinstance(found, requests.Response):
            wait = _wait(found) if found.status_code in _LATER else None
        else:
            wait = 0.0
        if wait is not None and wait <= self.manner.patience:
            time.sleep(wait)
            found = self._once(session, url)
        return _state(url, found)

    def _once(
        self, session: requests.Session, url: str
    ) -> requests.Response | requests.RequestException:
        """Ask for the head alone, and for the whole if that is refused; what comes is not read."""
        try:
            found = self._send(session, "HEAD", url)
            if found.status_code < HTTPStatus.BAD_REQUEST or found.status_code in _LATER:
                return found
        except requests.Timeout as error:
            return error
        except requests.RequestException:
            pass  # some servers drop the connection instead of refusing
        try:
            return self._send(session, "GET", url)
        except requests.RequestException as error:
            return error

    def _send(self, session: requests.Session, method: str, url: str) -> requests.Response:
        if self.asked:
            time.sleep(self.manner.pause)
        self.asked = True
        address = urldefrag(url).url
        with session.request(
            method, address, timeout=self.manner.timeout, allow_redirects=True, stream=True
        ) as response:
            return response


def _state(url: str, found: requests.Response | requests.RequestException) -> tuple[State, str]:
    if isinstance(found, requests.RequestException):
        return ("gone", "no such host") if _no_host(found) else ("unknown", _error(found))
    status = found.status_code
    if status in _GONE:
        return "gone", f"{status}"
    if status >= HTTPStatus.BAD_REQUEST:
        return "unknown", f"{status}"
    if found.history:
        # Where pages are gone, some sites lead to their home page instead of saying so.
        if urlsplit(url).path.strip("/") and not urlsplit(found.url).path.strip("/"):
            return "unknown", f"the home page {found.url}"
        if all(step.status_code in _FOR_GOOD for step in found.history):
            return "moved", found.url
    return "there", f"{status}"


def _error(error: requests.RequestException) -> str:
    kinds: Mapping[type[Exception], str] = {
        requests.Timeout: "no answer in time",
        requests.exceptions.SSLError: "a certificate that is not valid",
        requests.TooManyRedirects: "a redirection without end",
        requests.ConnectionError: "no connection",
    }
    return next((words for kind, words in kinds.items() if isinstance(error, kind)), "an error")


def _no_host(error: requests.RequestException) -> bool:
    """Whether there is no such name; a name server that does not answer now tells nothing."""
    cause: BaseException | None = error
    while cause and not isinstance(cause, socket.gaierror):
        cause = cause.__cause__ or cause.__context__
    return isinstance(cause, socket.gaierror) and cause.errno == socket.EAI_NONAME


def _wait(response: requests.Response) -> float:
    """Return for how many seconds a server asks to be left alone (``Retry-After``, RFC 9110)."""
    given = response.headers.get("Retry-After", "")
    if given.isdecimal():
        return float(given)
    try:
        until = parsedate_to_datetime(given)
    except ValueError:
        return 0.0
    now = datetime.now(tz=until.tzinfo or UTC)
    return max(0.0, (until.replace(tzinfo=now.tzinfo) - now).total_seconds())
