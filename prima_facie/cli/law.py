"""Law: look at the law itself: instruments, provisions, norms, readings."""

from collections.abc import Iterable
from functools import partial
from typing import Annotated

import typer
from rich.markup import escape
from rich.text import Text as Styled

from kg.assessment import reading_order
from kg.lookup import around, described, facts_listed
from kg.official.shelf import Shelf, read_shelf
from kg.section import Section
from kg.text import Language
from prima_facie.cli.common import Folders, Lang, Texts, load, screen

app = typer.Typer(help="Look at the law: instruments, provisions, norms, readings.", no_args_is_help=True)


@app.command("list")
def law_list(
    facts: Annotated[bool, typer.Option("--facts", help="list the facts that can be stated")] = False,
    lang: Lang = Language.EN,
    law: Folders = None,
) -> None:
    """List every provision with its heading and the norms stated in it, and what stands around the law."""
    reasoner = load(law)
    console = screen()
    if facts:
        _listed(facts_listed(reasoner), lang)
        return
    for instrument in reasoner.law.instruments.values():
        console.print(Styled(instrument.label[lang], style="bold"))
        for name in sorted(reasoner.law.provisions, key=partial(reading_order, reasoner.law)):
            provision = reasoner.law.provisions[name]
            if provision.instrument == instrument.id:
                console.print(escape(f"  {provision.id}  {provision.label[lang]}  {provision.heading[lang]}"))
                for norm in reasoner.law.stated.get(provision.id, ()):
                    console.print(Styled(f"      {norm}", style="dim"))
    _listed(around(reasoner), lang)


def _listed(sections: Iterable[Section], lang: Language) -> None:
    console = screen()
    for section in sections:
        console.print(Styled(section.heading[lang], style="bold"))
        for line in section.lines:
            console.print(escape(f"  {line[lang]}"))


@app.command("show")
def law_show(
    name: Annotated[str, typer.Argument(help="an id, a number or a label, as spc:art-2-item-3, 2(3), 第二条第三项")],
    lang: Lang = Language.EN,
    texts: Texts = None,
    law: Folders = None,
) -> None:
    """Show one thing of the law with what stands around it: a provision, norm, reading, fact, value and so on."""
    reasoner = load(law)
    shelf = Shelf() if texts is None else read_shelf(texts, reasoner)
    _listed(described(reasoner, name, shelf), lang)
