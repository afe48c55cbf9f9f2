"""The pages of commitments, included at the root."""

from django.urls import URLPattern, path

from commitments.web import outbox

urlpatterns: list[URLPattern] = [
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<int:pk>/", outbox.outbox_message, name="outbox-message"),
    path("outbox/<int:pk>/body/", outbox.outbox_body, name="outbox-body"),
]
