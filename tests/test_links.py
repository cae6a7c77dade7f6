"""Whether links still lead somewhere: asked of a server on this computer, and of nobody else."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

import support
from explainer import links, load

# Short, for a server that is near; long enough for a busy computer to answer.
MANNER = links.Manner(timeout=0.5, pause=0.0, patience=1.5, jobs=4)


SOON = format_datetime(datetime.now(tz=UTC) + timedelta(minutes=5), usegmt=True)
# What is answered, by the path asked for; 200 to any other, and a number by itself.
ANSWERS = {
    "moved": (301, {"Location": "/there"}),
    "twice-moved": (308, {"Location": "/moved"}),
    "for-now": (302, {"Location": "/there"}),
    "to-home": (301, {"Location": "/"}),
    "to-nothing": (301, {"Location": "/404"}),
    "circle": (302, {"Location": "/circle"}),
    "much-later": (429, {"Retry-After": "3600"}),
    "at-last": (503, {"Retry-After": SOON}),
    "nonsense-later": (429, {"Retry-After": "soon"}),
}
AT_FIRST = {
    "once": (503, {}),
    "later": (429, {"Retry-After": "1"}),
    "at": (503, {"Retry-After": "Thu, 01 Jan 1970 00:00:00 GMT"}),
}
DELAYS = {"slow": 2 * MANNER.timeout, "lingering": 0.05}


class Server(ThreadingHTTPServer):
    """Answers as its paths are called, and remembers what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str]] = []
        self.agents: set[str] = set()
        self.times: list[float] = []
        self.tries: Counter[str] = Counter()
        self.busy = self.busiest = 0
        self.lock = threading.Lock()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request, client_address) -> None:
        """Keep quiet about a client that waits no longer."""


class Handler(BaseHTTPRequestHandler):
    server: Server

    def log_message(self, *_) -> None:
        """Keep the tests' output clean."""

    def do_HEAD(self) -> None:
        server = self.server
        with server.lock:
            server.asked.append((self.command, self.path))
            server.agents.add(self.headers["User-Agent"])
            server.times.append(time.monotonic())
            server.tries[self.path] += 1
            server.busy += 1
            server.busiest = max(server.busiest, server.busy)
        try:
            self.answer(self.path.strip("/"))
        finally:
            with server.lock:
                server.busy -= 1

    do_GET = do_HEAD  # noqa: N815 - the library's name

    def answer(self, path: str) -> None:
        time.sleep(DELAYS.get(path, 0.0))
        if path == "rude" and self.command == "HEAD":
            self.close_connection = True
            return
        status, headers = ANSWERS.get(path, (200, {}))
        if path in AT_FIRST and self.server.tries[self.path] == 1:
            status, headers = AT_FIRST[path]
        if path == "headless" and self.command == "HEAD":
            status = 405
        self.say(int(path) if path.isdecimal() else status, **headers)

    def say(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()


@pytest.fixture
def server():
    with Server() as started:
        thread = threading.Thread(target=started.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield started
        started.shutdown()
        thread.join()


def ask(*urls, manner=MANNER):
    return {
        each.link.url: (each.state, each.said)
        for each in links.ask([links.Link(url, ()) for url in urls], manner)
    }


@pytest.mark.parametrize(
    ("path", "state", "said"),
    [
        ("there", "there", "200"),
        ("headless", "there", "200"),
        ("rude", "there", "200"),
        ("for-now", "there", "200"),
        ("once", "there", "200"),
        ("moved", "moved", "/there"),
        ("twice-moved", "moved", "/there"),
        ("404", "gone", "404"),
        ("410", "gone", "410"),
        ("to-nothing", "gone", "404"),
        ("403", "unknown", "403"),
        ("500", "unknown", "500"),
        ("slow", "unknown", "no answer in time"),
        ("circle", "unknown", "a redirection without end"),
        ("to-home", "unknown", "the home page /"),
        ("much-later", "unknown", "429"),
        ("nonsense-later", "unknown", "429"),
    ],
)
def test_what_an_answer_means(server, path, state, said):
    url = f"{server.address}/{path}"
    assert ask(url) == {url: (state, said.replace("/", f"{server.address}/", 1))}


def test_head_alone_is_asked_for_where_that_will_do(server):
    ask(f"{server.address}/there")
    assert server.asked == [("HEAD", "/there")]


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("404", ["HEAD", "GET"]),  # there is no hurry to call a page gone
        ("500", ["HEAD", "HEAD"]),
        ("slow", ["HEAD", "HEAD"]),
        ("much-later", ["HEAD"]),
        ("at-last", ["HEAD"]),
        ("nonsense-later", ["HEAD", "HEAD"]),
    ],
)
def test_tries(server, path, asked):
    ask(f"{server.address}/{path}")
    assert [method for method, _ in server.asked] == asked


@pytest.mark.parametrize(("path", "seconds"), [("later", 1.0), ("at", 0.0)])
def test_wait_that_a_server_asks_for_is_kept(server, path, seconds):
    """In seconds, or until a time of day, which may be over."""
    url = f"{server.address}/{path}"
    assert ask(url) == {url: ("there", "200")}
    first, second = server.times
    assert seconds * 0.99 <= second - first < seconds + MANNER.timeout


def test_fragment_is_not_sent(server):
    ask(f"{server.address}/there#:~:text=words")
    assert server.asked == [("HEAD", "/there")]


def test_host_is_asked_one_thing_at_a_time(server):
    urls = [f"{server.address}/lingering?{number}" for number in range(5)]
    assert set(ask(*urls).values()) == {("there", "200")}
    assert server.busiest == 1
    assert [path for _, path in server.asked] == [url.removeprefix(server.address) for url in urls]


def test_pause_between_requests_to_a_host(server):
    pause = 0.2
    urls = [f"{server.address}/{number}" for number in ("200", "404")]
    ask(*urls, manner=links.Manner(timeout=0.5, pause=pause))
    gaps = [later - earlier for earlier, later in zip(server.times, server.times[1:], strict=False)]
    assert len(gaps) == 2  # 404 is asked for twice
    assert min(gaps) >= pause * 0.95


def test_hosts_are_asked_at_the_same_time():
    """Four servers that each take a while need hardly longer than one."""
    with contextlib.ExitStack() as stack:
        servers = [stack.enter_context(Server()) for _ in range(4)]
        for each in servers:
            thread = threading.Thread(target=each.serve_forever, kwargs={"poll_interval": 0.02})
            thread.start()
            stack.callback(thread.join)
            stack.callback(each.shutdown)
        started = time.monotonic()
        ask(*(f"{each.address}/slow" for each in servers))
        assert time.monotonic() - started < 4 * 2 * MANNER.timeout


def test_no_connection():
    with Server() as closed:
        url = f"{closed.address}/there"
    assert ask(url) == {url: ("unknown", "no connection")}


@pytest.mark.parametrize(
    ("error", "answer"),
    [
        (socket.EAI_NONAME, ("gone", "no such host")),
        (socket.EAI_AGAIN, ("unknown", "no connection")),  # the name server is silent now
        (socket.EAI_FAIL, ("unknown", "no connection")),
    ],
)
def test_name_that_leads_to_no_host(monkeypatch, error, answer):
    def refused(*_, **__):
        raise socket.gaierror(error, "said by the resolver")

    monkeypatch.setattr(socket, "getaddrinfo", refused)
    url = "http://no-such-host.invalid/page"
    assert ask(url) == {url: answer}


def test_agent(server):
    ask(f"{server.address}/there", manner=links.Manner(agent="me (+https://site.example/)"))
    assert server.agents == {"me (+https://site.example/)"}


def test_answers_stand_in_the_order_of_links(server):
    urls = [f"{server.address}/{path}" for path in ("404", "there", "410")]
    asked = [links.Link(url, ()) for url in urls]
    assert [answer.link.url for answer in links.ask(asked, MANNER)] == urls


@pytest.fixture
def site(server, tmp_path, monkeypatch):
    """Lead the tiny explainer's references and text to the server, and hurry."""
    root = support.copy_tiny(tmp_path / "tiny")
    references = root / "sources" / "references.yml"
    support.replace(references, "https://example.org/gazette/1890-03-08", f"{server.address}/404")
    support.replace(
        references,
        '    note: "the first column only"\n',
        f'    note: "the first column only"\n    snapshot: {server.address}/moved\n',
    )
    support.replace(
        root / "sources" / "texts" / "quill-1890" / "source.yml",
        "https://example.org/gazette/1890/quill",
        f"{server.address}/403",
    )
    monkeypatch.setattr(links, "Manner", lambda: MANNER)
    monkeypatch.delenv("SITE_URL", raising=False)
    return root


def place(site, file, words):
    """Return the path of a file of ``sources/`` and the line on which words stand in it."""
    lines = (site / "sources" / file).read_text(encoding="utf-8").splitlines()
    return f"sources/{file}:{[words in line for line in lines].index(True) + 1}"


@pytest.fixture
def expected(site, server):
    """What is said of the three addresses."""
    at = server.address
    reference, text = "references.yml", "texts/quill-1890/source.yml"
    return {
        "gone": f"{place(site, reference, '/404')}: ref/gazette-1890-03-08: "
        f"URL must lead to a page, got 404 from {at}/404.",
        "moved": f"{place(site, reference, '/moved')}: ref/gazette-1890-03-08: "
        f"snapshot leads on to {at}/there from {at}/moved.",
        "unknown": f"{place(site, text, '/403')}: quill-1890: "
        f"URL could not be tried, got 403 from {at}/403.",
    }


def test_links_are_those_of_texts_references_and_copies(site, server):
    explainer, _ = load.load(site / "sources")
    assert [link.url for link in links.links(explainer)] == [
        f"{server.address}/{path}" for path in ("403", "404", "moved")
    ]


def test_address_that_stands_twice_is_asked_for_once(site, server, capsys):
    references = site / "sources" / "references.yml"
    support.replace(references, "/moved", "/404")
    outcome = support.run(capsys, "--root", site, "links")
    assert [line.split(" must ")[0] for line in outcome.err.splitlines()[:2]] == [
        f"{place(site, 'references.yml', '  URL: http://127')}: ref/gazette-1890-03-08: URL",
        f"{place(site, 'references.yml', 'snapshot:')}: ref/gazette-1890-03-08: snapshot",
    ]
    assert server.tries["/404"] == 2  # head and whole


def test_command(site, server, expected, capsys):
    outcome = support.run(capsys, "--root", site, "links")
    assert outcome.code == 1
    assert outcome.out == f"{expected['moved']}\n{expected['unknown']}\nAsked for 3 addresses.\n"
    assert outcome.err == f"{expected['gone']}\n1 problem.\n"
    assert server.agents == {"explainer link check"}


def test_command_says_who_asks(site, server, capsys, monkeypatch):
    monkeypatch.setenv("SITE_URL", "https://reader.example/deal/")
    support.run(capsys, "--root", site, "links", "--limit", "1")
    assert server.agents == {"explainer link check (+https://reader.example/deal/)"}


def test_nothing_gone_is_code_zero(site, server, capsys):
    outcome = support.run(capsys, "--root", site, "links", "--limit", "1", "--timeout", "0.4")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.endswith("Asked for 1 address.\n")
    assert {path for _, path in server.asked} == {"/403"}


def test_report(site, expected, capsys, tmp_path):
    support.run(capsys, "--root", site, "links", "--report", tmp_path / "links.md", "--jobs", "1")
    assert (tmp_path / "links.md").read_text(encoding="utf-8") == (
        "# Links\n\n"
        "- Gone: 1\n- Moved for good: 1\n- To be looked at by hand: 1\n- Still there: 0\n\n"
        f"## Gone\n\n- {expected['gone']}\n\n"
        f"## Moved for good\n\n- {expected['moved']}\n\n"
        f"## To be looked at by hand\n\n- {expected['unknown']}\n"
    )


@pytest.mark.parametrize("option", ["--limit=0", "--timeout=-1", "--jobs=0", "--limit=x"])
def test_misuse(option, capsys):
    outcome = support.run(capsys, "links", option)
    assert outcome.code == 2
    assert "usage: explainer links" in outcome.err


def test_broken_settings_are_reported(site, server, capsys):
    (site / "sources" / "explainer.yml").unlink()
    outcome = support.run(capsys, "--root", site, "links")
    assert outcome.code == 1
    assert "sources/explainer.yml:0: the file must exist, got nothing." in outcome.err
    assert server.asked == []


def test_no_build_asks_anything(site, server, monkeypatch):
    """A build makes pages from the data alone."""

    def refused(*_, **__):
        pytest.fail("a build must not ask the web")

    monkeypatch.setattr(requests.Session, "request", refused)
    from explainer import project

    assert project.read(site).pages()
    assert server.asked == []
