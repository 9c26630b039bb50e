"""Files of the preview, kept in memory: what was uploaded, under Telegram's kind of ids and paths."""

import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.preview.calls import Upload

EXTENSIONS = {"image/png": "png", "image/jpeg": "jpg", "application/pdf": "pdf", "audio/ogg": "oga"}
JPEG_SIZES = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}


@dataclass(frozen=True, kw_only=True)
class StoredFile:
    """A file. `path` is what getFile returns."""

    id: str
    unique_id: str
    path: str
    name: str
    mime_type: str
    data: bytes


@dataclass(kw_only=True)
class FileStore:
    """All files of a world."""

    files: dict[str, StoredFile] = field(default_factory=dict)

    def keep(self, upload: Upload, folder: str) -> StoredFile:
        """Keep a file; `folder` is the first part of its path, such as photos."""
        number = len(self.files)
        mime_type = _mime_type(upload)
        digest = hashlib.sha256(f"{number} {folder}".encode()).hexdigest()
        extension = EXTENSIONS.get(mime_type, upload.name.rpartition(".")[2] if "." in upload.name else "bin")
        stored = StoredFile(
            id=f"AgACAgIAAx{digest[:50]}",
            unique_id=f"AQAD{digest[50:61]}",
            path=f"{folder}/file_{number}.{extension}",
            name=upload.name,
            mime_type=mime_type,
            data=upload.data,
        )
        self.files[stored.id] = stored
        return stored

    def find(self, file_id: str) -> StoredFile | None:
        """Return the file with this id."""
        return self.files.get(file_id)

    def find_by_path(self, path: str) -> StoredFile | None:
        """Return the file that getFile said to be at this path."""
        return next((stored for stored in self.files.values() if stored.path == path), None)


def image_size(data: bytes) -> tuple[int, int] | None:
    """Return width and height in pixels of a PNG or JPEG, None for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return (width, height) if width and height else None
    if data.startswith(b"\xff\xd8"):
        for marker, segment in _jpeg_segments(data):
            if marker in JPEG_SIZES and len(segment) >= 5:
                height, width = struct.unpack(">HH", segment[1:5])
                return (width, height) if width and height else None
    return None


def _mime_type(upload: Upload) -> str:
    """Clients rarely say what a picture is; its first bytes do."""
    if upload.data.startswith(b"\x89PNG"):
        return "image/png"
    return "image/jpeg" if upload.data.startswith(b"\xff\xd8") else upload.mime_type


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        marker, length = data[place + 1], int.from_bytes(data[place + 2 : place + 4])
        yield marker, data[place + 4 : place + 2 + length]
        place += 2 + max(length, 2)
