"""Corporate-alumni programmes: who may return, what was agreed, is it fair, and is the network alive.

The engines live in modules named as in the core: `alumni.eligibility`, `alumni.consent`, `alumni.fairness`,
`alumni.engagement` and `alumni.programme`, over `alumni.calendar`, `alumni.text` and `alumni.workforce`. The nouns used
daily are also here.

Time comes in as an argument: nothing in this package reads a clock, a locale or an environment variable.
"""

from alumni import calendar, consent, eligibility, engagement, fairness, library, programme, text, workforce
from alumni._alumni import (
    Book,
    Decision,
    ErrorKind,
    Ladder,
    Lang,
    Ledger,
    Outcome,
    Policy,
    Programme,
    Reason,
    RehireFlag,
    ScoreModel,
    SeparationKind,
    Spell,
    Vocabulary,
    Worker,
    __version__,
)
from alumni._exceptions import (
    AlumniError,
    AlumniInternalError,
    DuplicateError,
    InconsistentError,
    MissingError,
    OutOfRangeError,
    ParseError,
    TooLargeError,
    UnknownNameError,
    WrongTypeError,
)

__all__ = [
    "AlumniError",
    "AlumniInternalError",
    "Book",
    "Decision",
    "DuplicateError",
    "ErrorKind",
    "InconsistentError",
    "Ladder",
    "Lang",
    "Ledger",
    "MissingError",
    "OutOfRangeError",
    "Outcome",
    "ParseError",
    "Policy",
    "Programme",
    "Reason",
    "RehireFlag",
    "ScoreModel",
    "SeparationKind",
    "Spell",
    "TooLargeError",
    "UnknownNameError",
    "Vocabulary",
    "Worker",
    "WrongTypeError",
    "__version__",
    "calendar",
    "consent",
    "eligibility",
    "engagement",
    "fairness",
    "library",
    "programme",
    "text",
    "workforce",
]
