"""Receipts: a receipt for an answer, and an answer replayed from its receipt."""

from collections.abc import Mapping
from enum import Enum
from typing import Annotated

import strawberry
from strawberry.scalars import JSON
from strawberry.types.field import StrawberryField

from api.describe import choice, output
from api.outcome import InvalidDeployment, LimitExceeded, NotFound
from api.posing import Asking, Posed
from api.receipt import Receipt, shown
from api.receipt import receipt as receipt_of
from api.view import View
from kg import VERSION
from kg import receipt as kg_receipt
from kg.intake import refuse_all
from kg.intake import shown as quoted


class ReceiptPart(Enum):
    """What of an answer a receipt holds the digest of."""

    LAW = "law"
    ENGINE = "engine"
    FACTS = "facts"
    RESULT = "result"


choice(
    ReceiptPart,
    "ReceiptPart",
    "What of an answer a receipt holds the digest of.",
    {
        "law": "The edition of the law.",
        "engine": "The program, as far as an answer hangs on it.",
        "facts": "The description.",
        "result": "The whole record with its proofs, worded.",
    },
)


@output
class Replay:
    """An answer given again, held against its receipt."""

    same: bool = strawberry.field(description="Whether nothing differs.")
    differs: list[ReceiptPart] = strawberry.field(description="What differs.")
    says: str = strawberry.field(description="The same in words.")
    given: Receipt = strawberry.field(description="The receipt that was given.")
    found: Receipt = strawberry.field(description="The receipt that the same question has now.")


ReceiptResult = Annotated[
    Receipt | InvalidDeployment | NotFound | LimitExceeded,
    strawberry.union("ReceiptResult", description="A receipt, or why there is none."),
]
VerifyReceiptResult = Annotated[
    Replay | InvalidDeployment | NotFound | LimitExceeded,
    strawberry.union("VerifyReceiptResult", description="An answer held against its receipt, or why it is not."),
]
Given = Annotated[JSON, strawberry.argument(description="A receipt as a file holds it: `Receipt.json`.")]


def fields(asking: Asking) -> list[StrawberryField]:
    """Return the fields about receipts."""
    return [asking.field(receipt), asking.field(verify_receipt, read=False)]


def receipt(posed: Posed) -> ReceiptResult:
    """Return a receipt for an answer: digests of law, program, facts and result, and none of the facts."""
    return receipt_of(posed.view, posed.deployment, posed.whole)


def verify_receipt(posed: Posed, receipt: Given) -> VerifyReceiptResult:
    """Ask the question of a receipt again, of the same description, and say what differs."""
    view, reasoner = posed.view, posed.view.library.reasoner
    given: object = receipt
    if not isinstance(given, Mapping):
        refuse_all([reasoner.words.problem("not-object", "$.receipt", given=quoted(given))], reasoner.words)
        given = {}
    held = kg_receipt.from_data(given, reasoner.words)
    found = kg_receipt.verify(reasoner, held, posed.deployment, VERSION)
    return Replay(
        same=not found.differs,
        differs=[ReceiptPart(each) for each in found.differs],
        says=_said(view, found.differs),
        given=shown(view, found.given),
        found=shown(view, found.found),
    )


def _said(view: View, differs: tuple[str, ...]) -> str:
    words, wording = view.library.reasoner.words, view.wording
    if not differs:
        return view.said(words("receipt-equal"))
    return view.said(words("receipt-differs", parts=wording.listed(words(f"part-{name}") for name in differs)))
