"""Content files: found in the shipped folder or in the clinic's overlay, read with their line numbers."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import yaml

from messages.problems import Problem

SHIPPED = Path(__file__).parent / "content"
LARGEST = 4 * 1024 * 1024  # bytes of a file; the largest that is shipped has a twentieth
MOST_NESTED = 40  # levels of a YAML file; those that are shipped have five

_SafeLoader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C parser is ten times faster


class Lines(dict[str, Any]):
    """A mapping of a YAML file that remembers on which line each key stands."""

    line: int = 1

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[str, int] = {}

    def line_of(self, key: str) -> int:
        return self.lines.get(key, self.line)


@dataclass(frozen=True)
class ContentFiles:
    """The content folder; a file of the same name in `overlay` stands in for the shipped one."""

    root: Path = SHIPPED
    overlay: Path | None = None
    problems: list[Problem] = field(default_factory=list)

    def find(self, name: str) -> Path | None:
        for folder in (self.overlay, self.root):
            if folder is not None and (folder / name).is_file():
                return folder / name
        return None

    def shown(self, name: str) -> str:
        """Return the file's path as the operator knows it, also for a file that does not exist yet."""
        if self.overlay is not None and (self.overlay / name).is_file():
            return f"{self.overlay.name}/{name}"
        return f"{self.root.parent.name}/{self.root.name}/{name}"

    def names(self, folder: str, suffix: str) -> list[str]:
        """Return the names, relative to the content folder, of all files of one kind below `folder`."""
        found: set[str] = set()
        for root in (self.root, self.overlay):
            if root is not None:
                found |= {path.relative_to(root).as_posix() for path in (root / folder).glob(f"*{suffix}")}
        return sorted(found)

    def folders(self) -> list[str]:
        """Return the languages: the folders that hold a texts.ftl."""
        roots = [root for root in (self.root, self.overlay) if root is not None]
        return sorted({path.parent.name for root in roots for path in root.glob("*/texts.ftl")})

    def fault(self, name: str, line: int, message: str) -> None:
        self.problems.append(Problem(file=self.shown(name), line=line, message=message))

    def text(self, name: str) -> str | None:
        """Return the text of a file; None, with a problem on record, when there is none or it is not UTF-8."""
        path = self.find(name)
        if path is None:
            self.fault(name, 1, "this file is missing: create it (docs/editing-content.md says what it holds)")
            return None
        if why := self._unfit(path):
            self.fault(name, 1, why)
            return None
        try:
            raw = path.read_bytes()
        except OSError as error:
            self.fault(name, 1, f"the file cannot be read ({error.strerror}): mend its permissions")
            return None
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = raw[: error.start].count(b"\n") + 1
            self.fault(name, line, "not UTF-8 text: save the file with the encoding UTF-8")
            return None

    def yaml(self, name: str) -> Lines | None:
        """Return a YAML file as a mapping with line numbers; None, with a problem on record, when it is broken."""
        text = self.text(name)
        if text is None:
            return None
        try:
            _refuse_bombs(text)
            data = yaml.load(text, Loader=_LineLoader)  # noqa: S506 - a subclass of the safe loader
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            what = getattr(error, "problem", None) or "not valid YAML"
            self.fault(name, (mark.line if mark else 0) + 1, f"{what}: check indentation, colons and quotes here")
            return None
        if not isinstance(data, Lines):
            self.fault(name, 1, "this file should be a list of `name: ...` entries")
            return None
        return data

    def all_names(self) -> list[str]:
        """Return the names of all files but hidden ones, in order."""
        names: set[str] = set()
        for root in (self.root, self.overlay):
            if root is not None and root.is_dir():
                names |= {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
        return sorted(name for name in names if not any(part.startswith(".") for part in Path(name).parts))

    def digest(self) -> str:
        """Return the hash of everything a patient could read: shipped files with the overlay's in their place."""
        whole = hashlib.sha256()
        for name in self.all_names():
            path = self.find(name)
            if path is not None and not self._unfit(path):
                whole.update(name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
        return whole.hexdigest()[:16]

    def _unfit(self, path: Path) -> str:
        """Return why a file is not read, "" when it may be. A link within its folder is one like any other."""
        try:
            there, folder = path.resolve(), self.root if path.is_relative_to(self.root) else self.overlay
            if folder is None or not there.is_relative_to(folder.resolve()):
                return "this is a link to a file outside of the content folder: put the file itself here"
            if there.stat().st_size > LARGEST:
                return f"larger than the {LARGEST // 1024**2} MiB of a content file: is this the right file?"
        except OSError as error:
            return f"the file cannot be read ({error.strerror}): mend its permissions"
        return ""


def strings(value: object) -> tuple[str, ...]:
    """Return a YAML list, or a single value, as strings."""
    if value is None:
        return ()
    if isinstance(value, list):
        return tuple(str(entry) for entry in value)
    return (str(value),)


def lines_of(text: str) -> Mapping[int, str]:
    """Return the lines that count, by number: neither empty nor beginning with `#`."""
    numbered = enumerate(text.splitlines(), start=1)
    return {number: line.strip() for number, line in numbered if line.strip() and not line.lstrip().startswith("#")}


class _LineLoader(_SafeLoader):  # type: ignore[misc]
    """PyYAML's safe loader, with every mapping as a Lines; doubled keys and what is no value are refused."""

    def construct_object(self, node: Any, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep=deep)
        except (ValueError, KeyError, AttributeError, TypeError) as error:
            # of 2026-13-45, of "!!bool perhaps" and the like: PyYAML takes them for what they are not
            raise _refusal("this is no value that YAML knows", node) from error


def _refuse_bombs(text: str) -> None:
    """Refuse what a few lines blow up: nesting without end breaks the parser, aliases of aliases fill the memory."""
    depth, events = 0, cast(Iterator[Any], yaml.parse(text, Loader=_SafeLoader))
    for event in events:
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.AliasEvent):
            raise _refusal("`*` for an alias is not used here", event)
        if depth > MOST_NESTED:
            raise _refusal(f"more than {MOST_NESTED} levels", event)


def _refusal(what: str, place: Any) -> yaml.YAMLError:
    return yaml.constructor.ConstructorError(None, None, what, place.start_mark)


def _construct_lines(loader: Any, node: Any) -> Lines:
    loader.flatten_mapping(node)
    mapping = Lines()
    mapping.line = node.start_mark.line + 1
    for key_node, value_node in node.value:
        key = str(loader.construct_object(key_node, deep=True))
        if key in mapping:
            raise yaml.constructor.ConstructorError(None, None, f"`{key}` stands here twice", key_node.start_mark)
        mapping[key] = loader.construct_object(value_node, deep=True)
        mapping.lines[key] = key_node.start_mark.line + 1
    return mapping


_LineLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _construct_lines)
