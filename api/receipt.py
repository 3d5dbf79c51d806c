"""Receipt: by which law, which program and which facts an answer came about, shown field by field or whole.

A receipt holds digests and how the question was put, and none of the facts. What it is given
for is the whole record in the language asked for, whichever part of it is looked at.
"""

from datetime import date

import strawberry
from strawberry.scalars import JSON

from api.describe import field, output
from api.reading import ReadingOption, reading_option
from api.view import View
from kg import VERSION
from kg import receipt as kg_receipt
from kg.assessment import Assessment
from kg.described import Deployment


@output
class Receipt:
    """Digests of what went into an answer and of the answer, and how the question was put."""

    view: strawberry.Private[View]
    held: strawberry.Private[kg_receipt.Receipt]
    version: str = strawberry.field(description="The version of the program.")
    on: date | None = strawberry.field(description="The day that closes conduct still going on.")
    language: str = strawberry.field(description="The language in which the record is worded, as a file says it.")
    law: str = strawberry.field(description="The digest of the law.")
    engine: str = strawberry.field(description="The digest of the program, as far as an answer hangs on it.")
    facts: str = strawberry.field(description="The digest of the description as it was read.")
    result: str = strawberry.field(description="The digest of the whole record with its proofs.")

    @field
    def readings(self) -> list[ReadingOption]:
        """Return the option taken of every contested reading that this edition of the law knows."""
        taken = set(self.held.readings)
        options = self.view.library.options.items()
        names = [name for name, (reading, option) in options if (reading.code, option.code) in taken]
        return [option for name in names if (option := reading_option(self.view, name)) is not None]

    @field
    def json(self) -> JSON:
        """Return the receipt as a file holds it, with a digest over all of it: what `verifyReceipt` takes."""
        return JSON(kg_receipt.as_data(self.held))


def receipt(view: View, described: Deployment, whole: Assessment) -> Receipt:
    """Show the receipt for an answer."""
    return shown(view, kg_receipt.receipt(view.library.reasoner, described, whole, VERSION, view.language))


def shown(view: View, held: kg_receipt.Receipt) -> Receipt:
    """Show a receipt."""
    view.budget.pay()
    return Receipt(
        view=view,
        held=held,
        version=held.version,
        on=date.fromisoformat(held.on) if held.on else None,
        language=held.language,
        law=held.law,
        engine=held.engine,
        facts=held.facts,
        result=held.result,
    )
