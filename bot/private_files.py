"""Private files: what is written for one person to take away, and nobody else on this machine to read."""

import os
from pathlib import Path


def write_private(file: Path, contents: bytes) -> None:
    """Write a file; a new one can be read by its owner alone, whatever the umask. Raises OSError."""
    with open(file, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as opened:
        opened.write(contents)
