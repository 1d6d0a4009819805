"""Who is close and whether the network is alive, from the record of what people did.

A `ScoreModel` makes `Scores`: per person a decayed, weighted, capped sum whose parts add up to it exactly, and the days since
the last two-way contact; `ScoreModel.score_table` does the same for tables of any size. `ActivityLog` keeps the record as a state
that grows, is corrected and merged. `traffic` counts who speaks to whom, `pulse` says how much life there is, each figure with its
interval. `durations` counts how long people have been away, and draws survival curves from that. `interaction_graph` and `tie_graph`
are who is in touch with whom, `responsiveness` how soon they answer, and `inequality` how much hangs on few. `as_of` is that day at
00:00 UTC. Not scored is not zero.
"""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from alumni._alumni import (
    ActivityCalendar,
    ActivityLog,
    ActorType,
    Calibration,
    CompetingEnds,
    Concordance,
    CoxFit,
    CoxPredictions,
    CumulativeHazards,
    Durations,
    Exchange,
    Flow,
    Health,
    HealthModel,
    HeldBack,
    Inequality,
    Interaction,
    InteractionCheck,
    InteractionGraph,
    LearnedHalfLife,
    LogRank,
    NetworkSummary,
    NotScored,
    Part,
    Participation,
    PersonMeasures,
    Proportion,
    Pulse,
    Ranks,
    Rate,
    RatePower,
    RepeatActs,
    RepeatFit,
    RepeatLaw,
    RepeatPredictions,
    Request,
    Responsiveness,
    RfmModel,
    Score,
    ScoreChange,
    ScoreModel,
    Scores,
    ScoreTable,
    SegmentMatrix,
    SharePower,
    Shrinkage,
    Silence,
    SurvivalCurve,
    SurvivalCurves,
    Tally,
    TargetType,
    Traffic,
    ValueFit,
    WeibullFits,
    WindowModel,
    WindowScores,
    activity_calendar,
    calibration,
    check_interactions,
    check_interactions_csv,
    concordance,
    cox,
    durations,
    exchange,
    fit_repeat,
    fit_value,
    health,
    hold_back,
    inequality,
    interaction_graph,
    interactions_from_csv,
    participation,
    pulse,
    rate_power,
    repeat_acts,
    responsiveness,
    rfm,
    share_power,
    shrink_rates,
    shrink_shares,
    silence,
    tie_graph,
    traffic,
)

__all__ = [
    "ActivityCalendar",
    "ActivityLog",
    "ActorType",
    "Calibration",
    "CompetingEnds",
    "Concordance",
    "CoxFit",
    "CoxPredictions",
    "CumulativeHazards",
    "Durations",
    "Exchange",
    "Flow",
    "Health",
    "HealthModel",
    "HeldBack",
    "Inequality",
    "Interaction",
    "InteractionCheck",
    "InteractionGraph",
    "LearnedHalfLife",
    "LogRank",
    "NetworkSummary",
    "NotScored",
    "Part",
    "Participation",
    "PersonMeasures",
    "Proportion",
    "Pulse",
    "Ranks",
    "Rate",
    "RatePower",
    "RepeatActs",
    "RepeatFit",
    "RepeatLaw",
    "RepeatPredictions",
    "Request",
    "Responsiveness",
    "RfmModel",
    "Score",
    "ScoreChange",
    "ScoreModel",
    "ScoreTable",
    "Scores",
    "SegmentMatrix",
    "SharePower",
    "Shrinkage",
    "Silence",
    "SurvivalCurve",
    "SurvivalCurves",
    "Tally",
    "TargetType",
    "Traffic",
    "ValueFit",
    "WeibullFits",
    "WindowModel",
    "WindowScores",
    "activity_calendar",
    "calibration",
    "check_interactions",
    "check_interactions_csv",
    "concordance",
    "cox",
    "durations",
    "exchange",
    "fit_repeat",
    "fit_value",
    "health",
    "hold_back",
    "inequality",
    "interaction_graph",
    "interactions_from_csv",
    "participation",
    "pulse",
    "rate_power",
    "read_interactions",
    "repeat_acts",
    "responsiveness",
    "rfm",
    "share_power",
    "shrink_rates",
    "shrink_shares",
    "silence",
    "tie_graph",
    "traffic",
]


def read_interactions(path: str | PathLike[str]) -> list[Interaction]:
    """Read interactions from a CSV file; see `interactions_from_csv`.

    Raises
    ------
    AlumniError
        With the file's name and the cell in ``path``.

    Examples
    --------
    >>> from pathlib import Path
    >>> import alumni as al
    >>> row = "e-1,2024-01-10T09:30:00+09:00,reply,w-1,alumnus"
    >>> _ = Path("interactions.csv").write_text(f"id,at,kind,actor,actor_type\\n{row}\\n")
    >>> al.engagement.read_interactions("interactions.csv")
    [<Interaction 'e-1': reply>]
    """
    file = Path(path)
    return interactions_from_csv(file.read_bytes(), name=file.name)
