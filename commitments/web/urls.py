"""The pages of commitments, included at the root."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
