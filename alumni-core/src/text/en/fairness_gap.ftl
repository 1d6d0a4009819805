# Which criterion causes how much of a gap between pass rates.
gap-behind = { $group } pass { $gap } points less often than { $reference }.
gap-ahead = { $group } pass { $gap } points more often than { $reference }.
gap-none = { $group } and { $reference } pass equally often.
gap-part = Criterion { $criterion } causes { $part } of the { $gap } points.
gap-part-widens = Criterion { $criterion } widens the gap by { $part } points.
gap-part-narrows = Criterion { $criterion } narrows the gap by { $part } points.
gap-unknown = Of the gap, { $part } points come from facts that are not known.
gap-unknown-narrows = Facts that are not known narrow the gap by { $part } points.
gap-undetermined = Cannot be decided for want of facts, and counted as not passing: { $people } of { $group }, { $reference_people } of { $reference }.
