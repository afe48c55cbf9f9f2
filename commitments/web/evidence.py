"""Hand out a file of evidence: to those who may see the commitment, and only to be saved, never to be run."""

import re
import unicodedata
from pathlib import PurePosixPath

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from commitments.choices import EvidenceKind
from commitments.models import Commitment, Evidence
from commitments.web.asking import standing

_UNSAFE = re.compile(r"[^\w .()-]+")


@require_safe
def evidence_file(request: HttpRequest, pk: int) -> FileResponse:
    visible = Commitment.objects.visible_to(standing(request))
    evidence = Evidence.objects.filter(pk=pk, kind=EvidenceKind.FILE, update__commitment__in=visible).first()
    if evidence is None:
        raise Http404
    try:
        content = evidence.file.open("rb")
    except FileNotFoundError as gone:
        raise Http404("The file is no longer there.") from gone
    response = FileResponse(
        content, as_attachment=True, filename=safe_name(evidence), content_type="application/octet-stream"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


def safe_name(evidence: Evidence) -> str:
    """Its title, as far as a file may be called that, with the ending it was checked for."""
    ending = PurePosixPath(str(evidence.file)).suffix
    title = unicodedata.normalize("NFC", evidence.title).removesuffix(ending)
    name = " ".join(_UNSAFE.sub(" ", title).split()).strip(" .")[:100]
    return f"{name or 'evidence'}{ending}"
