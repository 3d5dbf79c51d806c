"""Many at once: the server goes on answering, keeps its size, and serves the quiet beside the greedy."""

import json
import statistics
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest

from kg.reasoner import Reasoner
from tests.api.asking import WHOLE, as_input
from tests.api.serving import Started, started

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux tells what a process uses")
ROOT = Path(__file__).resolve().parents[2]
CLIENTS = 20
SECONDS = 120
SETTLED = 30
ROUNDS = 3
ASKED = 30
LOOKUPS = (
    "{ instruments { edges { node { id label } } } }",
    "{ __schema { queryType { name } } }",
    '{ norm(id: "none") { __typename } }',
    "{ x }",
)
FACTS = {"frtUsed": {"value": True}, "individualIdentifiable": {"value": True}, "conductStart": {"value": "2024-01-01"}}
NUMBERS = count()


def asked(activities: int, query: str = WHOLE) -> bytes:
    """Return a question that nobody asked before."""
    several = [{"id": f"a{n}", "facts": FACTS} for n in range(activities)]
    deployment = {"id": f"d{next(NUMBERS)}", "activities": several}
    return json.dumps({"query": query, "variables": {"deployment": deployment}}).encode()


def mixed(reasoner: Reasoner) -> list[bytes]:
    """Return a workload: documented matters, lookups, what is refused."""
    paths = sorted((ROOT / "data" / "deployments").glob("*.json"))
    matters: list[dict[str, Any]] = [
        {"deployment": as_input(json.loads(path.read_bytes()), reasoner.vocabulary)} for path in paths
    ]
    bodies = [json.dumps({"query": WHOLE, "variables": each}).encode() for each in matters]
    return [*bodies, *(json.dumps({"query": each}).encode() for each in LOOKUPS), b"[]", b'{"query": "{"}']


def client(address: str = "127.0.0.1") -> httpx.Client:
    return httpx.Client(transport=httpx.HTTPTransport(local_address=address), timeout=120)


@pytest.mark.long
@pytest.mark.alone
def test_many_clients_are_answered_for_minutes_and_nothing_grows(reasoner: Reasoner) -> None:
    workload = mixed(reasoner)
    ends = time.monotonic() + SECONDS
    statuses: dict[int, int] = {}
    lock = threading.Lock()

    def work(start: int) -> None:
        with client() as own:
            for number in count(start):
                if time.monotonic() > ends:
                    return
                sent = workload[number % len(workload)] if number % 3 else asked(1)
                status = _post(own, server, sent)
                with lock:
                    statuses[status] = statuses.get(status, 0) + 1

    with started(log="false") as server, ThreadPoolExecutor(CLIENTS) as several:
        working = [several.submit(work, 7 * number) for number in range(CLIENTS)]
        time.sleep(SETTLED)
        early = server.resident()
        for each in working:
            each.result()
        late = server.resident()
    assert set(statuses) == {200, 400}, statuses
    assert statuses[200] > SECONDS, statuses
    assert abs(late - early) <= early / 10, (early, late)


def _post(own: httpx.Client, server: Started, sent: bytes) -> int:
    return own.post(f"{server.address}graphql", content=sent, headers={"content-type": "application/json"}).status_code


def late(server: Started) -> float:
    """Return in how many seconds nearly all of an honest client's questions are answered."""
    took = []
    with client() as own:
        for _ in range(ASKED):
            began = time.perf_counter()
            assert _post(own, server, asked(1)) == 200
            took.append(time.perf_counter() - began)
    return statistics.quantiles(took, n=20)[-1]


@contextmanager
def greedy(server: Started, address: str) -> Iterator[None]:
    """Ask all that can be asked over many connections from one address."""
    stop = threading.Event()

    def work() -> None:
        with client(address) as own:
            while not stop.is_set():
                _post(own, server, asked(30))

    several = [threading.Thread(target=work) for _ in range(CLIENTS)]
    for each in several:
        each.start()
    try:
        yield
    finally:
        stop.set()
        for each in several:
            each.join()


@pytest.mark.long
@pytest.mark.alone
def test_a_greedy_neighbour_does_not_take_the_turns_of_others() -> None:
    ratios = []
    with started(log="false") as server:
        late(server)
        for _ in range(ROUNDS):
            quiet = late(server)
            with greedy(server, "127.0.0.2"):
                _post(server.client, server, asked(1))
                ratios.append(late(server) / quiet)
    assert statistics.median(ratios) < 5, ratios
