"""What is remembered of a form: in the person's own cache folder, and never beside a template."""

from __future__ import annotations

import marshal
import os
import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Draft
from drafter.errors import DrafterError
from drafter.form import form_file, form_reader
from drafter.form.form_cache import memory, remember_in
from drafter.form.form_texts import texts_of
from drafter.form.sandbox import Sandbox, _packed, compiled_texts

pytestmark = pytest.mark.usefixtures("forms_read_anew")
EXPECTED = ("全年到馆7人次，借出图书0册。",)


@pytest.fixture
def tiny_copy(root, tmp_path):
    return shutil.copytree(root / "tests" / "forms" / "tiny", tmp_path / "templates" / "tiny")


@pytest.fixture(autouse=True)
def _remembered_elsewhere_again() -> Iterator[None]:
    """What one test remembers, the next does not."""
    before = memory()
    yield
    remember_in(before)


@pytest.fixture
def cache(tmp_path) -> Path:
    """The cache folder of this test."""
    folder = tmp_path / "cache"
    remember_in(folder)
    return folder


def drafted(folder: Path) -> tuple[str, ...]:
    """The text a form drafts, as a new process would."""
    texts_of.cache_clear()
    form = form_file.read_form(folder)
    draft = Draft("tiny", {"year": 2021, "organ.name": "某馆", "story.visitors": 7})
    return Facts(form, draft).paragraphs(form.sections[1])


def files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def remembered(cache, tiny_copy) -> list[Path]:
    """The files of the form and its compiled texts."""
    drafted(tiny_copy)
    files = files_in(cache)
    assert len(files) > 1
    return files


def change(folder: Path, before: str, after: str) -> None:
    path = folder / "form.yaml"
    source = path.read_text("utf-8")
    assert before in source
    path.write_text(source.replace(before, after), "utf-8")


def test_a_form_found_right_is_neither_checked_nor_compiled_again(
    tiny_copy, remembered, monkeypatch
):
    monkeypatch.setattr(form_reader, "check_texts", None)
    monkeypatch.setattr(Sandbox, "compile", None)
    assert drafted(tiny_copy) == EXPECTED


def test_nothing_is_written_or_read_beside_the_form(tiny_copy, remembered):
    before = files_in(tiny_copy)
    (tiny_copy / "__pycache__").mkdir(exist_ok=True)
    for name in ("form", "texts", "deadlines", "words", "claims", "layouts"):
        (tiny_copy / "__pycache__" / f"{name}.cpython-311.bin").write_bytes(b"[\xff\xff\xff\x7f")
    assert drafted(tiny_copy) == EXPECTED
    assert [path for path in files_in(tiny_copy) if path.suffix != ".bin"] == before


def test_nothing_is_remembered_unless_asked(tiny_copy, tmp_path):
    assert drafted(tiny_copy) == EXPECTED
    assert files_in(tmp_path) == files_in(tiny_copy)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
def test_the_folder_is_private(cache, remembered):
    assert cache.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
def test_a_folder_that_others_may_write_in_is_not_used(tmp_path, tiny_copy):
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o777)
    remember_in(shared)
    assert drafted(tiny_copy) == EXPECTED
    assert not files_in(shared)


def test_a_damaged_file_is_not_believed(tiny_copy, remembered):
    for path in remembered:
        whole = path.read_bytes()
        for damaged in (b"", whole[:10], whole[:-1], whole[:40] + b"x" + whole[41:]):
            path.write_bytes(damaged)
            assert drafted(tiny_copy) == EXPECTED


def test_the_code_of_another_text_is_not_believed(tiny_copy, remembered):
    contents = [path.read_bytes() for path in remembered]
    for path, content in zip(remembered, reversed(contents), strict=True):
        path.write_bytes(content)
    assert drafted(tiny_copy) == EXPECTED


def test_what_was_written_twice_or_torn_is_mended(tiny_copy, remembered):
    texts = next(path for path in remembered if path.name == "texts")
    whole = texts.read_bytes()
    for spoilt in (whole + whole, whole + whole[:-1], whole + b"x"):
        texts.write_bytes(spoilt)
        assert drafted(tiny_copy) == EXPECTED
        assert texts.read_bytes() == whole


def test_a_record_under_the_key_of_another_is_not_believed(tiny_copy, remembered):
    texts = next(path for path in remembered if path.name == "texts")
    compiled = compiled_texts("tiny", form_file.read_form(tiny_copy).digest, "texts")
    records = compiled._records
    assert len(records) > 1
    swapped = zip(records, reversed(records.values()), strict=True)
    texts.write_bytes(b"".join(_packed(key, record) for key, record in swapped))
    assert drafted(tiny_copy) == EXPECTED


def test_a_sound_digest_of_the_code_alone_is_not_enough(tiny_copy, remembered):
    payload = marshal.dumps(compile("raise SystemExit", "x", "exec"))
    for path in remembered:
        path.write_bytes(sha256(payload).digest() + payload)
    assert drafted(tiny_copy) == EXPECTED


def test_a_changed_form_is_checked_again_and_its_old_state_forgotten(cache, tiny_copy, remembered):
    change(tiny_copy, "全年到馆", "一年到馆")
    assert drafted(tiny_copy) == ("一年到馆7人次，借出图书0册。",)
    assert len(files_in(cache)) == len(remembered)


def test_a_form_with_a_mistake_is_never_remembered_as_right(cache, tiny_copy):
    change(tiny_copy, "{{ visitors }}", "{{ vistors }}")
    for _ in range(2):
        with pytest.raises(DrafterError, match="vistors"):
            drafted(tiny_copy)
    assert not files_in(cache)


def test_a_place_that_cannot_be_written_costs_only_time(tmp_path, tiny_copy):
    (tmp_path / "file").write_text("in the way")
    remember_in(tmp_path / "file" / "cache")
    assert drafted(tiny_copy) == EXPECTED
