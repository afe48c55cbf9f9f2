"""Commitments in the stock admin: to be looked up, never written. Writes go through the pages and their actions.

What commitments are counted by (a document's country and first day, a pillar's document, an institution's country)
is fixed as soon as there are commitments: changing it would change numbers of the past.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from commitments.models import (
    Commitment,
    Decision,
    JobRun,
    Milestone,
    Occurrence,
    ProgressUpdate,
    ReminderPolicy,
    Review,
)
from countries.admin import DocumentAdmin, InstitutionAdmin, PillarAdmin
from countries.models import Document, Institution, Pillar


class LookUp(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class PartOfCommitment(LookUp):
    search_fields = ["commitment__reference", "commitment__title"]
    list_select_related = ["commitment"]

    @admin.display(description="in the tracker")
    def page(self, part: Any) -> SafeString:
        return _link(part.commitment)


@admin.register(Commitment)
class CommitmentAdmin(LookUp):
    list_display = ["reference", "title", "lead", "due_phrase", "due_latest", "completion", "page"]
    list_filter = ["document__country", "document", "completion", "closed_as"]
    list_select_related = ["lead"]
    search_fields = ["reference", "title"]
    date_hierarchy = "due_latest"

    @admin.display(description="in the tracker")
    def page(self, commitment: Commitment) -> SafeString:
        return _link(commitment)


@admin.register(ProgressUpdate)
class ProgressUpdateAdmin(PartOfCommitment):
    list_display = ["commitment", "effective_on", "completion", "confidence", "author", "posted_at", "page"]
    list_filter = ["completion", "no_change", "commitment__document"]
    list_select_related = ["commitment", "author"]


@admin.register(Review)
class ReviewAdmin(PartOfCommitment):
    list_display = ["commitment", "occurrence", "reviewed_on", "completion", "reviewer", "posted_at", "page"]
    list_filter = ["completion", "commitment__document"]
    list_select_related = ["commitment", "occurrence", "reviewer"]


@admin.register(Decision)
class DecisionAdmin(PartOfCommitment):
    list_display = ["commitment", "kind", "decided_on", "decided_by", "after_due", "page"]
    list_filter = ["kind", "after_due", "commitment__document"]


@admin.register(Occurrence)
class OccurrenceAdmin(PartOfCommitment):
    list_display = ["commitment", "name", "number", "baseline_latest", "due_latest", "completion", "done_on", "page"]
    list_filter = ["completion", "commitment__document"]


@admin.register(Milestone)
class MilestoneAdmin(PartOfCommitment):
    list_display = ["title", "commitment", "due_phrase", "due_latest", "done_on", "page"]
    search_fields = ["title", "commitment__reference"]


@admin.register(JobRun)
class JobRunAdmin(LookUp):
    list_display = ["job", "started_at", "finished_at", "outcome"]


@admin.register(ReminderPolicy)
class ReminderPolicyAdmin(LookUp):
    list_display = ["__str__", "put_in_force_at", "put_in_force_by", "reason"]
    list_select_related = ["country", "put_in_force_by"]


class FixedOnceCounted(admin.ModelAdmin):
    fixed: tuple[str, ...] = ()

    def counted(self, obj: Any) -> bool:
        raise NotImplementedError

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        always = list(super().get_readonly_fields(request, obj))
        return [*always, *self.fixed] if obj is not None and self.counted(obj) else always


class CountedDocumentAdmin(FixedOnceCounted, DocumentAdmin):
    fixed = ("country", "published_on", "counted_from")

    def counted(self, obj: Document) -> bool:
        return obj.commitments.exists()


class CountedPillarAdmin(FixedOnceCounted, PillarAdmin):
    fixed = ("document",)

    def counted(self, obj: Pillar) -> bool:
        return obj.commitments.exists() or obj.children.exists()


class CountedInstitutionAdmin(FixedOnceCounted, InstitutionAdmin):
    fixed = ("country",)

    def counted(self, obj: Institution) -> bool:
        return obj.led_commitments.exists() or obj.helped_commitments.exists()


for model, fixed_admin in (
    (Document, CountedDocumentAdmin),
    (Pillar, CountedPillarAdmin),
    (Institution, CountedInstitutionAdmin),
):
    admin.site.unregister(model)
    admin.site.register(model, fixed_admin)


def _link(commitment: Commitment) -> SafeString:
    return format_html('<a href="{}">Open {}</a>', commitment.get_absolute_url(), commitment.reference)
