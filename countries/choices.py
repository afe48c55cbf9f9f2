"""The words of this room: who a person is in an institution, and what kind of text a promise stands in."""

from django.db.models import TextChoices


class Role(TextChoices):
    EDITOR = "editor", "Editor"
    HEAD = "head", "Head"
    COORDINATOR = "coordinator", "Coordinator"
    VIEWER = "viewer", "Viewer"


OWNING_ROLES = (Role.EDITOR, Role.HEAD)
MANAGING_ROLES = (Role.HEAD, Role.COORDINATOR)


class DocumentKind(TextChoices):
    STRATEGY = "strategy", "Strategy"
    STATEMENT = "statement", "Statement"
    ACTION_PLAN = "action_plan", "Action plan"
    LAW = "law", "Law"
    PAGE = "page", "Web page"
