"""What can contradict itself in the record of a commitment: a word of both the search and what was dismissed."""

from django.db.models import TextChoices


class ContradictionKind(TextChoices):
    """In the order in which a page shows them: what falsifies most numbers first."""

    DUE_BEFORE_DOCUMENT = "due_before_document", "Due before the document, or on its day"
    BASELINE_BEFORE_DOCUMENT = "baseline_before_document", "First promised for a day before the document"
    WORDS_AND_FIGURES = "words_and_figures", "Words and figures of the date name different days"
    OUTSIDE_PERIOD = "outside_period", "A date outside the period of its plan"
    PAST_WHEN_REGISTERED = "past_when_registered", "Already past when it was registered"
    NO_OWNER = "no_owner", "Nobody answers for it"
    NO_PROOF = "no_proof", "Said to be complete, without evidence"
    TRANSLATION = "translation", "Original and translation name different years"
    LATE_MILESTONE = "late_milestone", "A milestone after the date of its commitment"
    LATE_DRAFT = "late_draft", "A draft after its own publication"
