"""Server: ours beside stock strawberry with its caches and a raw Starlette handler, asked the same in one run.

Each server has one processor and the client another. A question is asked of each in turn, round by round, over
connections that are kept. Stock strawberry serves the very same types and resolvers, with its parser and
validation caches. The raw handlers read JSON and write JSON with orjson: one does what the law needs for one
assessment and sends the same data, the other only sends what it holds. Before anything is timed the answers
are compared.
"""

import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.figures import ROUNDS, Target, main
from kg.reasoner import load
from tests.api.asking import as_input

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "data" / "deployments" / "clinic-door.json"
TARGETS = [
    Target("json_over_raw", most=2.5),
    Target("typed_over_stock", most=1.15),
    Target("remembered_over_floor", most=1.3),
]
SERVE = """
from dataclasses import replace
import uvicorn
from api.settings import Settings
from api.serve import _TURN, listen

def run(app):
    import gc
    gc.collect()
    gc.freeze()
    config = uvicorn.Config(app, access_log=False, http="h11", lifespan="off", log_level="error", ws="none")
    with listen(Settings(port=0)) as listening:
        print(f"http://127.0.0.1:{listening.getsockname()[1]}/", flush=True)
        uvicorn.Server(config).run(sockets=[listening])
"""
OURS = "from api.serve import serve; serve(port=0)"
STOCK = (
    SERVE
    + """
import strawberry
from strawberry.asgi import GraphQL
from strawberry.extensions import ParserCache, ValidationCache
from api import view
from api.schema import build
from kg.reasoner import load

class Stock(GraphQL):
    async def get_context(self, request, response):
        return view.Request(view.Budget(10**9))

ours = build(load())
schema = strawberry.Schema(ours.query, config=ours.config, extensions=[ParserCache, ValidationCache])
run(Stock(schema, graphql_ide=None))
"""
)
RAW = (
    SERVE
    + """
import orjson
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
from kg import record
from kg.reasoner import load
from kg.text import Language
from kg.wording import Wording
law = load()
wording = Wording(law.law, law.vocabulary, law.words)
held = {}

async def assess(request):
    description = orjson.loads(await request.body())
    whole = law.assess(law.read(description))
    data = {"assess": {"json": record.assessment(whole, wording, Language.EN)}}
    return Response(orjson.dumps({"data": data}), media_type="application/json")

async def floor(request):
    asked = orjson.loads(await request.body())
    if "held" in asked:
        held.update(asked["held"])
    return Response(orjson.dumps(held), media_type="application/json")

run(Starlette(routes=[Route("/assess", assess, methods=["POST"]), Route("/floor", floor, methods=["POST"])]))
"""
)
WHOLE = "query($d: DeploymentInput!) { assess(deployment: $d) { ... on Assessment { json } } }"
TYPED = """query($d: DeploymentInput!) { assess(deployment: $d) { ... on Assessment {
  findings(first: 45) { edges { cursor node {
    id key status presumed summary activity { key title } provision { id label heading } limbs { status presumed }
  } } } } } }"""


class Client:
    """A connection to one server that is kept while it is asked."""

    def __init__(self, address: str, path: str) -> None:
        """Connect."""
        host = address.removeprefix("http://").rstrip("/")
        self._path = path
        self._connection = http.client.HTTPConnection(host, timeout=60)

    def renew(self) -> None:
        """Leave the connection, which a server closes when it has been idle; the next question makes another."""
        self._connection.close()

    def post(self, body: bytes) -> bytes:
        """Post a body and return the answer."""
        self._connection.request("POST", self._path, body, {"content-type": "application/json"})
        answered = self._connection.getresponse()
        found = answered.read()
        assert answered.status == http.HTTPStatus.OK, found
        return found


@contextmanager
def served(program: str, **settings: object) -> Iterator[str]:
    """Start a server on the first processor, yield its address, end it."""
    named = {f"PRIMA_FACIE_{name.upper()}": str(value) for name, value in settings.items()}
    pinned = f"import os; os.sched_setaffinity(0, {{{_processors()[0]}}})\n"
    with subprocess.Popen(
        [sys.executable, "-c", pinned + program],
        cwd=ROOT,
        env={**os.environ, **named, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        assert server.stdout is not None
        found = re.search(r"http://\S+?:\d+/", server.stdout.readline())
        assert found, program
        try:
            yield found.group()
        finally:
            server.terminate()


def _processors() -> list[int]:
    several = sorted(os.sched_getaffinity(0))
    return several if len(several) > 1 else several * 2


def fields(value: object) -> int:
    """Count the fields of an answer."""
    if isinstance(value, dict):
        return sum(1 + fields(each) for each in value.values())
    return sum(map(fields, value)) if isinstance(value, list) else 0


def measure() -> dict[str, float]:
    """Return the medians in microseconds, and the ratios."""
    processors = _processors()
    reasoner = load()
    description = json.loads(EXAMPLE.read_bytes())
    variables = {"d": as_input(description, reasoner.vocabulary)}
    whole, typed = (json.dumps({"query": query, "variables": variables}).encode() for query in (WHOLE, TYPED))
    with ExitStack() as several:
        plain, remembering = (several.enter_context(served(OURS, answers=answers)) for answers in (0, 16 * 1024 * 1024))
        stock, raw = several.enter_context(served(STOCK)), several.enter_context(served(RAW))
        os.sched_setaffinity(0, {processors[-1]})
        asked: Mapping[str, tuple[Client, bytes, int]] = {
            "json": (Client(plain, "/graphql"), whole, 5),
            "raw": (Client(raw, "/assess"), json.dumps(description).encode(), 5),
            "typed": (Client(plain, "/graphql"), typed, 5),
            "stock": (Client(stock, "/"), typed, 5),
            "remembered": (Client(remembering, "/graphql"), typed, 300),
            "floor": (Client(raw, "/floor"), typed, 300),
        }
        answers = {name: json.loads(client.post(body)) for name, (client, body, _) in asked.items() if name != "floor"}
        assert answers["json"]["data"] == answers["raw"]["data"]
        assert answers["typed"]["data"] == answers["stock"]["data"]
        assert answers["typed"] == answers["remembered"]
        held = json.dumps({"held": answers["remembered"]}).encode()
        assert json.loads(asked["floor"][0].post(held)) == answers["remembered"]
        taken: dict[str, list[float]] = {name: [] for name in asked}
        for _ in range(ROUNDS):
            for name, (client, body, times) in asked.items():
                client.renew()
                client.post(body)
                each = []
                for _ in range(times):
                    began = time.perf_counter()
                    client.post(body)
                    each.append(time.perf_counter() - began)
                taken[name].append(statistics.median(each))
    medians = {name: statistics.median(found) for name, found in taken.items()}
    return {
        **{f"{name}_us": seconds * 1e6 for name, seconds in medians.items()},
        "typed_fields": float(fields(answers["typed"]["data"])),
        "json_over_raw": medians["json"] / medians["raw"],
        "typed_over_stock": medians["typed"] / medians["stock"],
        "remembered_over_floor": medians["remembered"] / medians["floor"],
    }


if __name__ == "__main__":
    main(measure, TARGETS)
