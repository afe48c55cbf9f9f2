"""The words of a commitment as a search reads them: without capitals, accents and punctuation."""

from django.db import models

from commitments.models.commitment import Commitment


class SearchText(models.Model):
    """Written by `search.index` alone. Each database keeps its own index of `words`: FTS5, or a tsvector."""

    commitment = models.OneToOneField(
        Commitment, primary_key=True, on_delete=models.CASCADE, related_name="search_text", serialize=False
    )
    words = models.TextField()

    def __str__(self) -> str:
        return self.words
