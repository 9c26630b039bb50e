"""`python -m bot` is the `afterglow` command."""

from bot.cli import main

main()
