import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from commitments.actions import EvidenceDraft, ProgressDraft, post_update
from commitments.models import Evidence
from tests.people import NOW, TODAY, standing_for

pytestmark = pytest.mark.django_db

CONTENT = b"%PDF-1.7 letter"


@pytest.fixture
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def proof(uploads, commitment, editor):
    def give(title: str = "Letter of intent", name: str = "letter.pdf") -> Evidence:
        piece = EvidenceDraft(title, file=SimpleUploadedFile(name, CONTENT))
        draft = ProgressDraft(TODAY, "limited", "A letter was sent.", evidence=(piece,))
        return post_update(commitment, draft, by=standing_for(editor), now=NOW).evidence.get()

    return give


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("editor", 200),
        ("viewer", 200),
        ("coordinator", 200),
        ("administrator", 200),
        ("outsider", 404),
        ("anonymous", 302),
    ],
)
def test_who_may_fetch_it(page, proof, name, status):
    response = page(name, f"/evidence/{proof().pk}/")
    response.close()
    assert response.status_code == status


def test_a_visitor_may_fetch_it_from_a_public_tracker(page, proof, settings):
    settings.PUBLIC_VIEW = True
    response = page("anonymous", f"/evidence/{proof().pk}/")
    response.close()
    assert response.status_code == 200


def test_it_is_handed_out_to_be_saved_and_never_run(page, proof):
    evidence = proof()
    response = page("viewer", f"/evidence/{evidence.pk}/")
    content = response.getvalue()
    response.close()
    assert content == CONTENT
    assert hashlib.sha256(content).hexdigest() == evidence.fingerprint
    assert response.headers["Content-Disposition"] == 'attachment; filename="Letter of intent.pdf"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert "sandbox" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("../../etc/passwd", "etc passwd.pdf"),
        ('a"; filename="b.html', "a filename b.html.pdf"),
        ("letter.pdf", "letter.pdf"),
        ("...", "evidence.pdf"),
        ("x" * 300, "x" * 100 + ".pdf"),
    ],
)
def test_its_name_is_safe_on_every_disk(page, proof, title, shown):
    response = page("viewer", f"/evidence/{proof(title).pk}/")
    response.close()
    assert response.headers["Content-Disposition"] == f'attachment; filename="{shown}"'


def test_it_is_kept_under_a_name_nobody_can_guess(proof, uploads):
    path = proof(name="../../Letter.PDF").file.path
    assert path.startswith(str(uploads))
    assert "etter" not in path
    assert path.endswith(".pdf")


def test_a_link_is_no_file(page, commitment, editor):
    piece = EvidenceDraft("Press release", "https://example.org")
    draft = ProgressDraft(TODAY, "limited", "A letter was sent.", evidence=(piece,))
    update = post_update(commitment, draft, by=standing_for(editor), now=NOW)
    assert page("editor", f"/evidence/{update.evidence.get().pk}/").status_code == 404


def test_a_file_that_is_gone_is_not_found(page, proof):
    evidence = proof()
    evidence.file.storage.delete(evidence.file.name)
    assert page("editor", f"/evidence/{evidence.pk}/").status_code == 404


@pytest.mark.parametrize("number", ["0", "999999", "9" * 40])
def test_evidence_that_does_not_exist_is_not_found(page, commitment, number):
    assert page("editor", f"/evidence/{number}/").status_code == 404


def test_a_write_that_fails_late_leaves_no_file(uploads, proof, monkeypatch):
    def fail(*args, **kwargs):
        raise OSError("The disk of the database is full.")

    monkeypatch.setattr("commitments.actions.progress.settle", fail)
    with pytest.raises(OSError, match="full"):
        proof()
    assert [path for path in uploads.rglob("*") if path.is_file()] == []
    monkeypatch.undo()
    proof()
    assert len([path for path in uploads.rglob("*") if path.is_file()]) == 1
