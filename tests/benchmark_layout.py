"""How the time to lay out a timeline grows with its events: no faster than n log n.

Run it from anywhere: ``python tests/benchmark_layout.py``. The events are invented and crowd in a
few months. For each number it prints the median time of the picture and of the years, and that
time per n log n as a ratio to that of the smallest number.
"""

from __future__ import annotations

import math
import statistics
import sys
import time
from datetime import date, timedelta

from explainer import layout
from explainer.model import Event, Explainer
from explainer.vocabulary import Lane, NoteKind, Phase, Settings, Theme

NUMBERS = (125, 250, 500, 1_000, 2_000, 4_000)
REPETITIONS = 9
# How much a time per n log n may exceed that of the smallest number: caches grow less friendly.
LIMIT = 1.5


def main() -> int:
    """Measure and print; return 1 if the time grew faster than n log n."""
    first = None
    worst = 0.0
    for number in NUMBERS:
        source = invented(number)
        times = []
        for _ in range(REPETITIONS):
            start = time.process_time()
            layout.picture(source)
            layout.years(source.events)
            times.append(time.process_time() - start)
        median = statistics.median(times)
        unit = median / (number * math.log(number))
        first = first or unit
        worst = max(worst, unit / first)
        sys.stdout.write(f"{number:>6} events: {median * 1000:7.1f} ms, {unit / first:.2f}\n")
    sys.stdout.write(f"largest ratio {worst:.2f}; at most {LIMIT} is allowed\n")
    return 0 if worst <= LIMIT else 1


def invented(number: int) -> Explainer:
    """Invent an explainer with so many events."""
    lanes = tuple(Lane(id=f"l{index}", label=f"Lane {index}", shape="circle") for index in range(4))
    settings = Settings(
        title="Invented",
        description="Invented events.",
        span="1960/1969",
        kinds=(
            NoteKind(
                id="fact", label="Fact", sign="•", underline="solid", evidence="optional", about="x"
            ),
        ),
        lanes=lanes,
        themes=(Theme(id="t", label="T"),),
        phases=(Phase(id="p", label="P", span="1960/1969"),),
    )
    events = []
    for index in range(number):
        scattered = (index * 2_654_435_761 + number) % 2**32
        day = date(1960, 1, 1) + timedelta(scattered % 40 * 90 + scattered // 40 % 20)
        text = day.isoformat() if index % 5 else f"{day:%Y-%m}"
        events.append(
            Event(
                id=f"e{index}",
                date=text,
                title="Invented",
                summary="Invented.",
                actors=("a",),
                lane=lanes[index % len(lanes)].id,
                theme="t",
                phase="p",
                confidence="confirmed",
                evidence=("r",),
            )
        )
    return Explainer(
        settings=settings,
        texts=(),
        events=tuple(events),
        comparisons=(),
        references=(),
        actors=(),
        terms=(),
    )


if __name__ == "__main__":
    sys.exit(main())
