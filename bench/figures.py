"""What all benches share: interleaved rounds, medians, and the options ``--json`` and ``--check``."""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

ROUNDS = 9


@dataclass(frozen=True)
class Target:
    """A figure an answer is held to: at least, or at most, a number."""

    figure: str
    least: float | None = None
    most: float | None = None

    def reached(self, figures: Mapping[str, float]) -> bool:
        """Say whether the figure is reached."""
        value = figures[self.figure]
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)


def interleaved(work: Mapping[str, tuple[Callable[[], object], int]], rounds: int = ROUNDS) -> dict[str, float]:
    """Return the median seconds of one call of each piece of work, taken in turn round by round.

    *work* maps a name to what is called and how many calls make one measurement.
    """
    taken: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(rounds):
        for name, (call, times) in work.items():
            began = time.perf_counter()
            for _ in range(times):
                call()
            taken[name].append((time.perf_counter() - began) / times)
    return {name: statistics.median(several) for name, several in taken.items()}


def report(figures: Mapping[str, float], targets: Sequence[Target]) -> int:
    """Print the figures, and with ``--check`` return non-zero where a target is not reached."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--check", action="store_true")
    given = parser.parse_args()
    missed = [target for target in targets if not target.reached(figures)]
    if given.json:
        print(json.dumps({"figures": figures, "missed": [target.figure for target in missed]}, indent=2))
    else:
        for name, value in figures.items():
            print(f"{name:50} {value:14.4g}")
        for target in targets:
            wanted = f">= {target.least}" if target.least is not None else f"<= {target.most}"
            print(f"{target.figure} {wanted}: {'reached' if target not in missed else 'MISSED'}")
    return 1 if given.check and missed else 0


def main(measure: Callable[[], Mapping[str, float]], targets: Sequence[Target]) -> None:
    """Measure, report and leave with the exit code."""
    sys.exit(report(measure(), targets))
