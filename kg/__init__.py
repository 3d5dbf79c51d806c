"""The law graph and the reasoner: what the law says and what follows for a deployment.

``law`` and ``shapes`` read the Turtle, ``compile`` turns each condition into one
expression, ``engine`` evaluates it, ``burden`` says what would be presumed,
``proof`` shows why. Nothing here knows that GraphQL exists.
"""

from typing import Final

VERSION: Final = "0.1.0"
"""The version of the program."""
