"""Descriptions of every kind a vocabulary allows, for tests that look for a counterexample."""

from typing import Any

from hypothesis import strategies as st

from kg.vocabulary import Fact, Kind, Level, Role, Vocabulary

DAYS = st.sampled_from(["2019-05-01", "2021-07-31", "2021-08-01", "2021-11-01", "2022-03-09", "2030-01-01"])
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1).filter(str.strip)
PARTS = {
    "groups": Level.GROUP,
    "consents": Level.CONSENT,
    "recipients": Level.RECIPIENT,
    "incidents": Level.INCIDENT,
}


def value(fact: Fact) -> st.SearchStrategy[Any]:
    """Draw a value that may be said of a fact, unknown among them."""
    return st.one_of(st.sampled_from([None, "unknown"]), _known(fact))


def _known(fact: Fact) -> st.SearchStrategy[Any]:
    codes = st.lists(st.sampled_from(fact.codes), max_size=4) if fact.codes else st.nothing()
    several = codes | st.fixed_dictionaries({"present": codes}, optional={"absent": codes, "open": st.booleans()})
    known: dict[Kind, st.SearchStrategy[Any]] = {
        Kind.BOOLEAN: st.booleans(),
        Kind.CONCEPT: st.sampled_from(fact.codes or ("",)),
        Kind.CONCEPTS: several,
        Kind.DATE: DAYS | st.just("open") if fact.role is Role.END else DAYS,
        Kind.NUMBER: st.integers(0, fact.most or 10**19 - 1) | st.floats(0, fact.most or 1e15),
        Kind.CITATION: _rules(fact),
        Kind.TEXT: WORDS,
    }
    return known[fact.kind]


def _rules(fact: Fact) -> st.SearchStrategy[Any]:
    ranks = st.sampled_from(["law", "dept_rule", "local_rule"])
    topics: dict[str, st.SearchStrategy[Any]] = {"topic": st.sampled_from(["use", "notice"])} if fact.many else {}
    said = st.fixed_dictionaries(
        {"citation": WORDS.filter(lambda text: ":" not in text)},
        optional={"rank": ranks, "in_force_from": DAYS, **topics},
    )
    rule = st.sampled_from(["pipl:art-13", "cc:art-1035-para-1", "pipl:law"]) | said
    if not fact.many:
        return rule | st.just("none")
    rules = st.lists(rule, max_size=3)
    return rules | st.just("none") | st.fixed_dictionaries({"present": rules, "open": st.booleans()})


@st.composite
def statement(draw: st.DrawFn, fact: Fact) -> object:
    """Draw what is said of a fact, bare or in an envelope."""
    said = draw(value(fact))
    if draw(st.booleans()):
        return said
    optional = {"assessor": WORDS, "reasons": WORDS, "source": WORDS, "contested": st.booleans(), "as_of": DAYS}
    if fact.dated and said is True:
        optional["from"] = DAYS
    return {"value": said, **draw(st.fixed_dictionaries({}, optional=optional))}


@st.composite
def facts(draw: st.DrawFn, vocabulary: Vocabulary, *levels: Level) -> dict[str, Any]:
    """Draw facts of these levels."""
    there = [fact for fact in vocabulary.facts.values() if fact.level in levels]
    chosen = draw(st.lists(st.sampled_from(there), max_size=5, unique_by=lambda fact: fact.name))
    return {fact.name: draw(statement(fact)) for fact in chosen}


@st.composite
def parts(draw: st.DrawFn, vocabulary: Vocabulary, level: Level) -> list[dict[str, Any]]:
    """Draw up to two groups, consents and so on."""
    ids = draw(st.lists(st.sampled_from(["x", "y"]), max_size=2, unique=True))
    return [{"id": name, "facts": draw(facts(vocabulary, level))} for name in ids]


@st.composite
def activity(draw: st.DrawFn, vocabulary: Vocabulary, name: str, actors: list[str]) -> dict[str, Any]:
    """Draw an activity."""
    lists: dict[str, list[dict[str, Any]]] = {}
    for key, level in PARTS.items():
        lists[key] = draw(parts(vocabulary, level))
    for consent in lists["consents"]:
        named = draw(st.booleans())
        if lists["groups"] and named:
            consent["group"] = lists["groups"][0]["id"]
    taking_part = draw(st.lists(st.sampled_from(actors), unique=True)) if actors else []
    single = [level for key, level in PARTS.items() if len(lists[key]) <= 1]
    if len(taking_part or actors) <= 1:
        single.append(Level.ACTOR)
    own = draw(facts(vocabulary, Level.ACTIVITY, *single))
    return {"id": name, "facts": own, "actors": taking_part, **lists}


@st.composite
def descriptions(draw: st.DrawFn, vocabulary: Vocabulary) -> dict[str, Any]:
    """Draw a whole description that can be read."""
    actors = draw(st.lists(st.sampled_from(["shop", "vendor"]), max_size=2, unique=True))
    title = WORDS | st.fixed_dictionaries({"en": WORDS, "zh": WORDS})
    return {
        "id": "d",
        "title": draw(title),
        "facts": draw(facts(vocabulary, Level.DEPLOYMENT, Level.ACTIVITY, Level.ACTOR, Level.GROUP)),
        "actors": [{"id": name, "facts": draw(facts(vocabulary, Level.ACTOR))} for name in actors],
        "activities": [draw(activity(vocabulary, name, actors)) for name in draw(st.sampled_from([["a"], ["a", "b"]]))],
        **draw(st.fixed_dictionaries({}, optional={"assessor": WORDS})),
        **draw(st.fixed_dictionaries({}, optional={"matter": st.builds(_matter, facts(vocabulary, Level.MATTER))})),
    }


def _matter(stated: dict[str, Any]) -> dict[str, Any]:
    return {"facts": stated}


def shuffled(data: st.DataObject, given: object) -> object:
    """Return the same description with the names of every object in another order."""
    if isinstance(given, dict):
        return {key: shuffled(data, given[key]) for key in data.draw(st.permutations(sorted(given)))}
    return [shuffled(data, member) for member in given] if isinstance(given, list) else given
