"""Sentences from codes: reasons with typed arguments, rendered in English and Japanese."""

from alumni._alumni import Lang, Reason, codes

__all__ = ["Lang", "Reason", "codes"]
