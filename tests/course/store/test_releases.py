"""Modules are released as archives that can be unpacked safely, and replaced only on purpose."""

from __future__ import annotations

import io
import stat
import struct
import zipfile

import pytest

from pairs_course import zip_safety
from pairs_course.store import AlreadyReleased, BadArchive, NotReleased, Store, UnknownCohort
from pairs_course.store.releases import inspect

from ..cohort import NOTEBOOK, archive

MODULE = "05-debate-and-dialogue"


def test_a_module_is_released_and_fetched(store: Store) -> None:
    """The bytes come back as they were; lists go without them."""
    packed = archive({"one.ipynb": "{}", "two.ipynb": "{}", "deep/three.ipynb": "{}"})

    put = store.releases.put("north", MODULE, packed)

    assert (put.archive, put.notebooks) == (packed, ["one", "two"])
    assert store.releases.get("north", MODULE) == put
    assert [(r.module, r.digest, r.archive) for r in store.releases.list("north")] == [
        (MODULE, put.digest, b"")
    ]


def test_other_content_needs_force_and_the_same_does_not(store: Store) -> None:
    """Packing the same files again, at another time, is no new release."""
    first = store.releases.put("north", MODULE, archive())
    later = io.BytesIO()
    with zipfile.ZipFile(later, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr(zipfile.ZipInfo("pictures/a.svg", (2030, 1, 1, 0, 0, 0)), "<svg/>")
        opened.writestr("one.ipynb", NOTEBOOK)

    assert store.releases.put("north", MODULE, later.getvalue()) == first
    with pytest.raises(AlreadyReleased, match="--force"):
        store.releases.put("north", MODULE, archive({"one.ipynb": "[]"}))
    forced = store.releases.put("north", MODULE, archive({"one.ipynb": "[]"}), force=True)
    assert store.releases.get("north", MODULE) == forced != first


def test_a_release_can_be_taken_back(store: Store) -> None:
    """What was released is then as if it had not been."""
    store.releases.put("north", MODULE, archive())

    store.releases.remove("north", MODULE)

    assert store.releases.list("north") == []
    with pytest.raises(NotReleased):
        store.releases.get("north", MODULE)
    with pytest.raises(NotReleased):
        store.releases.remove("north", MODULE)
    with pytest.raises(UnknownCohort):
        store.releases.put("south", MODULE, archive())


def with_entry(name: str, mode: int = stat.S_IFREG | 0o644) -> bytes:
    """Pack a notebook and one more entry of any name and kind."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as opened:
        opened.writestr("one.ipynb", NOTEBOOK)
        entry = zipfile.ZipInfo("x")
        entry.filename = name
        entry.external_attr = mode << 16
        opened.writestr(entry, "target")
    return packed.getvalue()


def test_ordinary_names_and_folders_are_taken() -> None:
    """Folders, dots within names and letters of any language are fine."""
    for name in ("pictures/", "a.b/c..d.txt", ".hidden", "größe.svg"):
        mode = stat.S_IFDIR | 0o755 if name.endswith("/") else stat.S_IFREG | 0o644
        assert inspect(with_entry(name, mode))[1] == ["one"]


@pytest.mark.parametrize(
    "name",
    [
        "/etc/passwd",
        "../up.txt",
        "a/../../up.txt",
        "a//b",
        "./a",
        "a\\b",
        "C:x",
        "a\nb",
        "..",
        "a\0b",
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    """Unpacking can only write below the module's folder."""
    with pytest.raises(BadArchive, match="a name that"):
        inspect(with_entry(name))


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK])
def test_links_and_devices_are_refused(kind: int) -> None:
    """Only files and folders are in a module."""
    with pytest.raises(BadArchive, match="a link or device"):
        inspect(with_entry("link", kind | 0o777))


@pytest.mark.filterwarnings("ignore:Duplicate name")  # making one is the point
def test_a_name_that_is_there_twice_is_refused() -> None:
    """Two programs could take two different files for the same one."""
    with pytest.raises(BadArchive, match="there twice"):
        inspect(with_entry("one.ipynb"))


def test_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes, files and unpacked bytes each have a limit; what an archive claims is not believed."""
    many = archive({f"{n}.ipynb": "{}" for n in range(zip_safety.MAX_FILES + 1)})
    with pytest.raises(BadArchive, match="at most 500 files, got 501"):
        inspect(many)
    monkeypatch.setattr(zip_safety, "MAX_UNPACKED", 100_000)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("one.ipynb", " " * 100_001)
    with pytest.raises(BadArchive, match="at most 100000 bytes when unpacked"):
        inspect(bomb.getvalue())
    monkeypatch.setattr(zip_safety, "MAX_ARCHIVE", 10)
    with pytest.raises(BadArchive, match="at most 10 bytes"):
        inspect(archive())


def damaged() -> bytes:
    packed = bytearray(archive({"one.ipynb": "{}" * 50}))
    packed[50] ^= 0xFF
    return bytes(packed)


def encrypted() -> bytes:
    packed = bytearray(archive({"one.ipynb": "{}"}))
    place = packed.index(b"PK\x01\x02") + 8
    packed[place : place + 2] = struct.pack("<H", 1)
    packed[6:8] = struct.pack("<H", 1)
    return bytes(packed)


@pytest.mark.parametrize("bad", [b"", b"no zip", archive()[:-30], damaged(), encrypted()])
def test_what_cannot_be_read_is_refused(bad: bytes) -> None:
    """A damaged or locked archive is never kept."""
    with pytest.raises(BadArchive, match="a zip archive that can be read"):
        inspect(bad)


def test_an_archive_without_a_notebook_is_refused() -> None:
    """A module is at least one notebook."""
    with pytest.raises(BadArchive, match="a notebook in its top folder"):
        inspect(archive({"deep/one.ipynb": "{}"}))
