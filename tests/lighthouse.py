"""What Lighthouse says of the site on a phone, and how soon it reads beside two others.

Run it by ``make lighthouse``, or ``python tests/lighthouse.py [RUNS [PAGE …]]``. Node is needed; Lighthouse is
installed once, below .cache. Each page is measured several times and the medians are printed. The two
others hold the same words: built with Material for MkDocs as it comes, and as bare HTML without any
style or script. Material asks two other hosts for its fonts; here two more addresses of this machine
stand for them. All are served compressed, as a host would, and take turns, so that whatever else the
machine does falls on all.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import io
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import browser
import chromium
import support

# The last version for Node 18 and 20, which Debian and most others still ship.
VERSION = "12.8.2"
# The fonts that Material asks for, and the weights of them that it names; each in italics too.
FONTS = {"roboto": (300, 400, 700), "roboto-mono": (400, 700)}
FONTS_VERSION = "5.3.0"
INSTALLED = support.ROOT / ".cache" / "lighthouse"
PACKAGES = INSTALLED / "node_modules"
COMMAND = PACKAGES / "lighthouse" / "cli" / "index.js"
RUNS = 5
# A busy machine may answer Lighthouse too late, which is no fault of the page.
TRIES = 3
# A page of every kind.
PAGES = ("", "read/lee-2016/", "timeline/", "compare/deals/", "glossary/")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
PAINT, BLOCKING, SHIFT, BYTES = (
    "largest-contentful-paint",
    "total-blocking-time",
    "cumulative-layout-shift",
    "total-byte-weight",
)
# A page may take this much of the time that the others take, and block a reader for so long, in ms.
OF_MATERIAL, OF_BARE = 0.55, 1.9
BLOCKS = 50
COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".xml"}
NO_NODE = """\
Lighthouse needs Node 18 or newer with npm, and they were not found.
On Debian and Ubuntu: apt-get install nodejs npm. Nothing else in this project needs them.
"""

Report = Mapping[str, Any]
Reports = dict[tuple[str, str], list[Report]]


def main() -> int:
    """Measure, print the medians and what costs points, and return 1 if a target is missed."""
    if not (shutil.which("node") and shutil.which("npm")):
        sys.stderr.write(NO_NODE)
        return 1
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    pages = sys.argv[2:] or PAGES
    install()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        sheet = root / "fonts"
        sheet.mkdir()
        with served(root) as address, served(sheet) as sheets, served(PACKAGES) as files:
            (sheet / "fonts.css").write_text(fonts(files), encoding="utf-8")
            sites = build(root, address, fonts_block(f"{sheets}fonts.css", files), pages)
            cases = [(site, page) for page in pages for site in sites]
            reports: Reports = {case: [] for case in cases}
            for _ in range(runs):
                for site, page in cases:
                    wanted = f"--only-categories={','.join(CATEGORIES)}"
                    # Of the others, only how soon they read is asked for.
                    wanted = wanted if site == "site" else f"--only-audits={PAINT}"
                    report = audit(f"{address}{sites[site]}{page}", wanted, root / "report.json")
                    reports[site, page].append(report)
    return tell(reports, pages)


def install() -> None:
    """Install Lighthouse and the fonts, unless these versions are there already."""
    wanted = {"lighthouse": VERSION, **{f"@fontsource/{name}": FONTS_VERSION for name in FONTS}}
    if all(version == installed(name) for name, version in wanted.items()):
        return
    INSTALLED.mkdir(parents=True, exist_ok=True)
    quiet = ["--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error"]
    packages = [f"{name}@{version}" for name, version in wanted.items()]
    subprocess.run(["npm", "install", *quiet, "--prefix", str(INSTALLED), *packages], check=True)


def installed(name: str) -> str:
    """Return the version of a package that is installed, or nothing."""
    package = PACKAGES / name / "package.json"
    if not package.is_file():
        return ""
    return str(json.loads(package.read_text(encoding="utf-8"))["version"])


def fonts(files: str) -> str:
    """Return the style sheet of Material's fonts; ``files`` is the address that serves them."""
    rules = []
    for name, weights in FONTS.items():
        folder = f"@fontsource/{name}"
        for style in (f"{weight}{slant}.css" for weight in weights for slant in ("", "-italic")):
            rule = (PACKAGES / folder / style).read_text(encoding="utf-8")
            rule = re.sub(r", url\([^)]+\.woff\) format\('woff'\)", "", rule)
            rule = rule.replace("font-display: swap", "font-display: fallback")
            rules.append(rule.replace("url(./", f"url({files}{folder}/"))
    return "".join(rules)


def fonts_block(sheet: str, files: str) -> str:
    """Return a template that gets Material its fonts as it would by itself, from these addresses."""
    return (
        '{% extends "base.html" %}{% block fonts %}'
        f'<link rel="preconnect" href="{files}" crossorigin><link rel="stylesheet" href="{sheet}">'
        '<style>:root{--md-text-font:"Roboto";--md-code-font:"Roboto Mono"}</style>{% endblock %}'
    )


@contextmanager
def served(root: Path) -> Iterator[str]:
    """Serve a folder as a host does that compresses, and yield its address."""
    handler = functools.partial(Handler, directory=str(root))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves files compressed, to be kept for ten minutes as GitHub Pages says."""

    protocol_version = "HTTP/1.1"

    def send_head(self) -> Any:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if path.suffix not in COMPRESSED or not path.is_file():
            return super().send_head()
        content = gzip.compress(path.read_bytes())
        self.send_response(http.HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return io.BytesIO(content)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "max-age=600")
        self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def build(root: Path, address: str, block: str, pages: Sequence[str]) -> dict[str, str]:
    """Build the site and the two others below ``root``; return their paths by what they are called."""
    site = root / "repo"
    run([*mkdocs("--config-file", support.ROOT / "mkdocs.yml", site)], SITE_URL=f"{address}repo/")
    written = root / "written"
    run([sys.executable, "-m", "explainer", "--root", str(support.ROOT), "write", str(written)])
    config = root / "material.yml"
    theme = root / "theme"
    theme.mkdir()
    (theme / "main.html").write_text(block, encoding="utf-8")
    config.write_text(material(written, theme), encoding="utf-8")
    run(mkdocs("--config-file", config, root / "material"), SITE_URL=f"{address}material/")
    for page in pages:
        bare = root / "bare" / page / "index.html"
        bare.parent.mkdir(parents=True, exist_ok=True)
        html = (site / page / "index.html").read_text(encoding="utf-8")
        bare.write_text(stripped(html), encoding="utf-8")
    return {"site": "repo/", "Material": "material/", "bare": "bare/"}


def mkdocs(*arguments: object) -> list[str]:
    """Return the command that builds a site; the last argument is its folder."""
    *options, folder = map(str, arguments)
    return [sys.executable, "-m", "mkdocs", "build", "--quiet", *options, "--site-dir", folder]


def material(documents: Path, theme: Path) -> str:
    """Return a configuration of the same pages for Material as it comes; ``theme`` names its fonts."""
    text = (support.ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    text = re.sub(r"^(?:hooks|watch|theme|plugins):.*\n(?:[ -].*\n)*", "", text, flags=re.MULTILINE)
    text = re.sub(r"^(?:docs_dir|site_dir|strict):.*\n", "", text, flags=re.MULTILINE)
    return f"{text}\ndocs_dir: {documents}\ntheme:\n  name: material\n  custom_dir: {theme}\n"


def stripped(html: str) -> str:
    """Return a page's words as HTML that loads nothing."""
    page = support.parsed(html)
    for tag in page.select("script, link, style, header.site, footer.site, dialog"):
        tag.decompose()
    return (
        f'<!doctype html>\n<html lang="{page.html["lang"]}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{page.title.get_text()}</title>\n</head>\n<body>\n{page.find('main')}\n</body>\n</html>\n"
    )


def run(command: Sequence[str], **environment: str) -> None:
    """Run a command; show what it said if it fails."""
    outside = {**os.environ, "NO_MKDOCS_2_WARNING": "1", **environment}
    done = subprocess.run(command, env=outside, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)


def audit(address: str, wanted: str, file: Path) -> Report:
    """Let Lighthouse measure a page as it does by itself: as on a phone of the middle range."""
    command = ["node", str(COMMAND), address, wanted, "--quiet", "--disable-full-page-screenshot"]
    command += ["--output=json", f"--output-path={file}"]
    command += [f"--chrome-flags={' '.join(browser.FLAGS)}"]
    outside = {**os.environ, "CHROME_PATH": chromium.find()}
    problem = ""
    for _ in range(TRIES):
        done = subprocess.run(command, env=outside, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            report: Report = json.loads(file.read_text(encoding="utf-8"))
            if "runtimeError" not in report:
                return report
        problem = done.stderr
    sys.exit(f"{address}: {problem}")


def tell(reports: Reports, pages: Sequence[str]) -> int:
    """Print medians, what costs points and the comparison; return 1 if a target is missed."""
    missed: list[str] = []
    heads = [*CATEGORIES, "LCP ms", "TBT ms", "CLS", "KB"]
    sys.stdout.write(f"{'page':16}" + "".join(f"{head:>16}" for head in heads) + "\n")
    for page in pages:
        of_page = reports["site", page]
        scores = [
            statistics.median(each["categories"][name]["score"] or 0 for each in of_page) * 100
            for name in CATEGORIES
        ]
        paint, blocking, shift, size = (
            median(of_page, name) for name in (PAINT, BLOCKING, SHIFT, BYTES)
        )
        cells = [*(f"{score:.0f}" for score in scores), f"{paint:.0f}", f"{blocking:.0f}"]
        cells += [f"{shift:.3f}", f"{size / 1024:.1f}"]
        sys.stdout.write(f"/{page:15}" + "".join(f"{cell:>16}" for cell in cells) + "\n")
        missed += [f"/{page}: TBT {blocking:.0f} ms"] * (blocking >= BLOCKS)
        missed += [f"/{page}: CLS {shift:.3f}"] * (shift > 0)
        missed += [f"/{page}: {cost}" for cost in costs(of_page[-1])]
    sys.stdout.write("\nLCP, ms, and the share of it that the site takes\n")
    sys.stdout.write(f"{'page':16}{'site':>10}{'Material':>20}{'bare':>20}\n")
    for page in pages:
        ours, theirs, bare = (
            median(reports[name, page], PAINT) for name in ("site", "Material", "bare")
        )
        of_theirs, of_bare = ours / theirs, ours / bare
        sys.stdout.write(
            f"/{page:15}{ours:>10.0f}{theirs:>13.0f} ({of_theirs:.2f}){bare:>13.0f} ({of_bare:.2f})\n"
        )
        missed += [f"/{page}: LCP {of_theirs:.2f} of Material's"] * (of_theirs > OF_MATERIAL)
        missed += [f"/{page}: LCP {of_bare:.2f} of a bare page's"] * (of_bare > OF_BARE)
    sys.stdout.write("\nAll targets are met.\n" if not missed else "\nMissed or costing points:\n")
    sys.stdout.write("".join(f"- {each}\n" for each in missed))
    return 1 if missed else 0


def median(reports: Sequence[Report], name: str) -> float:
    """Return the median of a figure of Lighthouse's."""
    return statistics.median(each["audits"][name]["numericValue"] for each in reports)


def costs(report: Report) -> Iterator[str]:
    """Yield the audits of pages, speed aside, that cost points: what the site itself can mend."""
    for name in CATEGORIES[1:]:
        for each in report["categories"][name]["auditRefs"]:
            found = report["audits"][each["id"]]
            if each["weight"] and found["score"] is not None and found["score"] < 1:
                yield f"{name}: {found['title']} ({each['id']})"


if __name__ == "__main__":
    sys.exit(main())
