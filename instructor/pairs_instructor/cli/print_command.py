"""The command ``pairs print``: a module's workbook as one HTML file to print."""

from __future__ import annotations

from pathlib import Path

import click

from pairs_course.programme import loader
from pairs_course.programme.notebooks import modules_folder
from pairs_course.render import workbook
from pairs_course.render.workbook import notebook


@click.command(name="print")
@click.argument("module")
@click.option(
    "--format",
    "format_",
    type=click.Choice(list(workbook.FORMATS)),
    default="normal",
    show_default=True,
    help="Normal print, large print (18 point), or easy-read style.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.html",
    help="Output file; by default MODULE-FORMAT.html in the current folder.",
)
def print_(module: str, format_: workbook.Format, out: Path | None) -> None:
    """Create a workbook of MODULE, to print and fill in by hand.

    It is one HTML file. Open it in a browser and print it from there, on paper or as a PDF.
    """
    content = loader.load()
    known = [one.id for one in content.modules]
    if module not in known:
        raise click.BadParameter(
            f"expected one of {', '.join(known)}, got {module}.", param_hint="MODULE"
        )
    made = workbook.make(module, content, notebook.of_folder(modules_folder(), module), format_)
    path = out or Path(f"{module}-{format_}.html")
    path.write_text(made.html, encoding="utf-8")
    click.echo(f"The workbook is in {path}. Open it in a browser and print it from there.")
