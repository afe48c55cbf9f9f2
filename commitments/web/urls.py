"""Addresses of commitments, one line each."""

from django.urls import path

from commitments.web import (
    ask,
    commitment_detail,
    commitment_list,
    commitment_register,
    contradictions,
    dashboard,
    decide,
    depend,
    desk,
    edit,
    evidence,
    institution,
    milestones,
    outbox,
    reading,
    review,
    update,
)

urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("desk/<str:reference>/no-change/", desk.no_change, name="desk-no-change"),
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("commitments/", commitment_list.commitment_list, name="commitment-list"),
    path("commitments/reading/", reading.reading, name="deadline-reading"),
    path("commitments/new/", commitment_register.commitment_register, name="commitment-register"),
    path("commitments/<str:reference>/", commitment_detail.commitment_detail, name="commitment-detail"),
    path("commitments/<str:reference>/update/", update.UpdatePage.as_view(), name="commitment-update"),
    path("commitments/<str:reference>/review/", review.ReviewPage.as_view(), name="commitment-review"),
    path("commitments/<str:reference>/decide/", decide.DecidePage.as_view(), name="commitment-decide"),
    path("commitments/<str:reference>/waits/", depend.DependPage.as_view(), name="commitment-wait"),
    path("commitments/<str:reference>/ask/", ask.AskPage.as_view(), name="commitment-ask"),
    path("requests/<int:pk>/", ask.AnswerPage.as_view(), name="request-answer"),
    path("commitments/<str:reference>/edit/", edit.EditPage.as_view(), name="commitment-edit"),
    path("commitments/<str:reference>/milestones/", milestones.MilestonePage.as_view(), name="milestone-add"),
    path("milestones/<int:pk>/done/", milestones.FinishPage.as_view(), name="milestone-finish"),
    path("evidence/<int:pk>/", evidence.evidence_file, name="evidence-file"),
    path("institutions/<int:pk>/", institution.institution_detail, name="institution-detail"),
    path("contradictions/", contradictions.contradictions, name="contradictions"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<int:pk>/", outbox.outbox_message, name="outbox-message"),
    path("outbox/<int:pk>/body/", outbox.outbox_body, name="outbox-body"),
]
