"""Texts: every short text of every language, by key. Fluent syntax, values in Telegram's HTML."""

import html
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import ast, visitor

from messages.reading import ContentFiles

FALLBACK = "en"


@dataclass(frozen=True)
class Entry:
    """Where a text stands, the variables it uses, and how it is written."""

    line: int
    variables: frozenset[str]
    source: str = ""


class Texts:
    """The texts of all languages. A text that a language lacks is taken from English."""

    def __init__(self, bundles: Mapping[str, FluentBundle], entries: Mapping[str, Mapping[str, Entry]]) -> None:
        self._bundles = bundles
        self.entries = entries

    def has(self, language: str, key: str) -> bool:
        return key in self.entries.get(language, {})

    def format(self, language: str, key: str, args: Mapping[str, Any], *, escape: bool) -> str:
        """Return the text. `escape` makes the arguments safe in HTML; the text itself may hold markup."""
        bundle = self._bundle(language, key)
        value = bundle.get_message(key).value
        if value is None:
            raise KeyError(key)
        if escape:
            args = {name: html.escape(arg, quote=False) if isinstance(arg, str) else arg for name, arg in args.items()}
        formatted, errors = bundle.format_pattern(value, dict(args))
        if errors:
            raise KeyError(f"text `{key}`: {errors[0]}")
        return str(formatted)

    def variables(self, language: str, key: str) -> frozenset[str]:
        """Return the variables of the text that `format` would take; none for a text that nobody has."""
        spoken = next((candidate for candidate in (language, FALLBACK) if self.has(candidate, key)), None)
        return self.entries[spoken][key].variables if spoken else frozenset()

    def _bundle(self, language: str, key: str) -> FluentBundle:
        for candidate in (language, FALLBACK):
            if self.has(candidate, key):
                return self._bundles[candidate]
        raise KeyError(f"no text `{key}` in {language} nor in English")


def load_texts(files: ContentFiles) -> Texts:
    """Read texts.ftl of every language; syntax errors become problems."""
    bundles: dict[str, FluentBundle] = {}
    entries: dict[str, dict[str, Entry]] = {}
    for language in files.folders():
        name = f"{language}/texts.ftl"
        source = files.text(name)
        if source is None:
            continue
        resource = _parsed(source.replace("\r\n", "\n"))
        bundles[language] = FluentBundle([language], use_isolating=False)
        bundles[language].add_resource(resource)
        entries[language] = dict(_entries(files, name, source, resource))
    return Texts(bundles, entries)


@lru_cache(maxsize=4)  # checks read the shipped texts beside a clinic's own
def _parsed(source: str) -> ast.Resource:
    return FluentResource(source)


def _entries(files: ContentFiles, name: str, source: str, resource: ast.Resource) -> Iterator[tuple[str, Entry]]:
    seen: set[str] = set()
    for item in resource.body:
        line = source.count("\n", 0, item.span.start if item.span else 0) + 1
        if isinstance(item, ast.Junk):
            why = item.annotations[0].message if item.annotations else "not valid Fluent"
            files.fault(name, line, f"{why}: every text is `key = words`, more lines indented by four spaces")
        elif isinstance(item, ast.Message):
            key = item.id.name
            if key in seen:
                files.fault(name, line, f"the text `{key}` stands here twice: remove one")
            seen.add(key)
            variables = _Variables()
            variables.visit(item)
            span = item.value.span if item.value else None
            written = source.replace("\r\n", "\n")[span.start : span.end] if span else ""
            yield key, Entry(line, frozenset(variables.found), written.strip())


class _Variables(visitor.Visitor):
    """Collects the variables of a text: `{ $name }`."""

    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - Fluent's own spelling
        self.found.add(node.id.name)
