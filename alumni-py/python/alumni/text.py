"""Sentences from codes: reasons with typed arguments, rendered in English and Japanese."""

from alumni._alumni import Lang, Page, Reason, codes

__all__ = ["Lang", "Page", "Reason", "codes"]
