"""What was promised, and how it goes."""

from commitments.models.commitment import Commitment, CommitmentQuerySet
from commitments.models.decision import Decision
from commitments.models.job import JobRun
from commitments.models.milestone import Milestone
from commitments.models.progress import Evidence, ProgressUpdate
from commitments.models.review import Review

__all__ = [
    "Commitment",
    "CommitmentQuerySet",
    "Decision",
    "Evidence",
    "JobRun",
    "Milestone",
    "ProgressUpdate",
    "Review",
]
