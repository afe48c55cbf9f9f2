"""The verbs: the only writers of commitments.

Each is one transaction, asks `access` again, refuses with field, reason and fix (ValidationError), and leaves the
commitment's derived columns and revision in step with its facts.
"""

from commitments.actions.acknowledge import AcknowledgementDraft, acknowledge, ask_me_again, last_day_to_put_off
from commitments.actions.ask import RequestDraft, ask_for_decision, grant_request, refuse_request
from commitments.actions.ask_review import ReviewRequestDraft, ask_for_review, decline_review, is_asked
from commitments.actions.calendars import CalendarDraft, make_calendar, revoke_calendar, token_hash
from commitments.actions.come_back import extend_series
from commitments.actions.decide import Move, Ruling, move_date, reopen, supersede, withdraw
from commitments.actions.depend import DependencyDraft, wait_for
from commitments.actions.dismiss import dismiss, look_again
from commitments.actions.freeze import BaselineDraft, keep_baseline, withdraw_baseline
from commitments.actions.keep_ordered import keep_next_ordered
from commitments.actions.milestones import MilestoneDraft, add_milestone, finish_milestone
from commitments.actions.policy import PolicyDraft, StalePolicy, put_in_force
from commitments.actions.progress import EvidenceDraft, ProgressDraft, post_update
from commitments.actions.register import CommitmentDraft, edit_commitment, register_commitment
from commitments.actions.review import ReviewDraft, post_review
from commitments.actions.saved_filters import delete_filter, rename_filter, save_filter
from commitments.actions.settle import StaleForm

__all__ = [
    "AcknowledgementDraft",
    "BaselineDraft",
    "CalendarDraft",
    "CommitmentDraft",
    "DependencyDraft",
    "EvidenceDraft",
    "MilestoneDraft",
    "Move",
    "PolicyDraft",
    "ProgressDraft",
    "RequestDraft",
    "ReviewDraft",
    "ReviewRequestDraft",
    "Ruling",
    "StaleForm",
    "StalePolicy",
    "acknowledge",
    "add_milestone",
    "ask_for_decision",
    "ask_for_review",
    "ask_me_again",
    "decline_review",
    "delete_filter",
    "dismiss",
    "edit_commitment",
    "extend_series",
    "finish_milestone",
    "grant_request",
    "is_asked",
    "keep_baseline",
    "keep_next_ordered",
    "last_day_to_put_off",
    "look_again",
    "make_calendar",
    "move_date",
    "post_review",
    "post_update",
    "put_in_force",
    "refuse_request",
    "register_commitment",
    "rename_filter",
    "reopen",
    "revoke_calendar",
    "save_filter",
    "supersede",
    "token_hash",
    "wait_for",
    "withdraw",
    "withdraw_baseline",
]
