"""What every oracle may ask for: the law as its Turtle states it, read without the reasoner."""

import pytest
import rdflib

from tests.oracles import outside
from tests.oracles.stated import Stated


@pytest.fixture(scope="session")
def ontology() -> rdflib.Graph:
    """The ontology, closed."""
    return outside.closed_ontology()


@pytest.fixture(scope="session")
def shapes() -> rdflib.Graph:
    """The conditions, as they were written."""
    return outside.authored("shapes/conditions")


@pytest.fixture(scope="session")
def stated() -> Stated:
    """What the ontology states of norms, with their conditions, nothing inferred."""
    return Stated(outside.authored("ontology", "shapes/conditions"))
