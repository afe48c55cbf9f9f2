"""That somebody wants a baseline of very many commitments, how far a job has come with it, or why it was not kept."""

from typing import Self

from django.db import models
from django.db.models import Q, TextChoices
from django.urls import reverse

from commitments.models.baseline_terms import BaselineTerms
from commitments.models.named_baseline import NamedBaseline
from countries.access import Standing
from countries.models import Person


class OrderState(TextChoices):
    """The life of an order to keep a baseline of very many commitments."""

    ORDERED = "ordered", "Ordered"
    KEEPING = "keeping", "Being kept"
    KEPT = "kept", "Kept"
    REFUSED = "refused", "Not kept"


OPEN_ORDERS = (OrderState.ORDERED, OrderState.KEEPING)


class BaselineOrderQuerySet(models.QuerySet["BaselineOrder"]):
    def open(self) -> Self:
        return self.filter(state__in=OPEN_ORDERS)

    def visible_to(self, standing: Standing) -> Self:
        """Whoever may see the baseline it is to become."""
        return self if standing.sees_all else self.filter(country__in=standing.seen_countries)

    def left_behind(self) -> Self:
        """With a part of a list that nobody goes on with: asked by whoever is alone at it."""
        return self.exclude(state=OrderState.KEPT).filter(baseline__isnull=False)


class BaselineOrder(BaselineTerms):
    """`total` is how many commitments are to be kept, `written` how many are; `baseline` is what they are written to.

    `field` is what the `refusal` is about, as the form calls it; empty where it is about all of it.
    """

    ordered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=OrderState.choices, default=OrderState.ORDERED)
    total = models.PositiveIntegerField()
    begun = models.PositiveSmallIntegerField("how often it was begun", default=0)
    begun_at = models.DateTimeField(null=True, blank=True)
    written = models.PositiveIntegerField(default=0)
    baseline = models.OneToOneField(
        NamedBaseline, on_delete=models.PROTECT, null=True, blank=True, related_name="order"
    )
    field = models.CharField(max_length=20, blank=True)
    refusal = models.CharField(max_length=600, blank=True)

    objects = BaselineOrderQuerySet.as_manager()

    class Meta:
        ordering = ["-ordered_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=OrderState.values), name="order_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=OrderState.REFUSED.value) & ~Q(refusal="")
                | ~Q(state=OrderState.REFUSED.value) & Q(refusal="", field=""),
                name="order_is_refused_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state=OrderState.KEPT.value) | Q(baseline__isnull=False),
                name="order_that_was_kept_has_its_baseline",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("baseline-order", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_ORDERS

    @property
    def is_kept(self) -> bool:
        return self.state == OrderState.KEPT
