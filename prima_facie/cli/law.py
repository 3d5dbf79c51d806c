"""Law: look at the law itself: instruments, provisions, norms, readings."""

from functools import partial
from typing import Annotated

import typer
from rich.markup import escape
from rich.text import Text as Styled

from kg.assessment import reading_order
from kg.lookup import described
from kg.text import Language
from prima_facie.cli.common import Folders, Lang, load, screen

app = typer.Typer(help="Look at the law: instruments, provisions, norms, readings.", no_args_is_help=True)


@app.command("list")
def law_list(lang: Lang = Language.EN, law: Folders = None) -> None:
    """List every provision with its heading and the norms stated in it."""
    reasoner = load(law)
    console = screen()
    for instrument in reasoner.law.instruments.values():
        console.print(Styled(instrument.label[lang], style="bold"))
        for name in sorted(reasoner.law.provisions, key=partial(reading_order, reasoner.law)):
            provision = reasoner.law.provisions[name]
            if provision.instrument == instrument.id:
                console.print(escape(f"  {provision.id}  {provision.label[lang]}  {provision.heading[lang]}"))
                for norm in reasoner.law.stated.get(provision.id, ()):
                    console.print(Styled(f"      {norm}", style="dim"))


@app.command("show")
def law_show(
    name: Annotated[str, typer.Argument(help="a provision, norm, instrument or reading, as spc:art-2-item-3")],
    lang: Lang = Language.EN,
    law: Folders = None,
) -> None:
    """Show one provision, norm, instrument or reading."""
    reasoner = load(law)
    console = screen()
    for section in described(reasoner, name):
        console.print(f"[bold]{escape(section.heading[lang])}[/bold]")
        for line in section.lines:
            console.print(f"  {escape(line[lang])}")
