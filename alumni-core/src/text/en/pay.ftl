# Gaps in pay.
pay-category-at-line = in the category { $category } mean pay differs by { $gap }, which reaches the line of 5%
pay-category-one-group = the category { $category } has people of one group only, or a reference that is paid nothing
pay-nothing-to-compare = there is no category with people of both groups
pay-gap-adjusted = beside the listed factors ({ $factors }), { $group } are paid { $size } { $direction } than { $reference } ({ $confidence } interval { $lower }% to { $upper }%); factors that are not listed are not ruled out
pay-gap-permutation = p { $p } by permutation of residuals (Freedman and Lane)
pay-gap-within = orders within each { $factor } alone were looked at
pay-gap-t = p { $p } by a t test
pay-gap-few = one of the groups has fewer than five people
pay-gap-leverage = one person decides much of the result: leverage { $leverage }
pay-gap-dropped = left out, as they depend on other columns: { $columns }
pay-gap-incomplete = { $people ->
    [one] one person was
   *[other] { $people } people were
} left out for want of a factor
pay-gap-not-estimable = the difference cannot be told apart from the factors, or there are too few people for so many factors
pay-logib-few = the Swiss standard analysis model asks for fifty people and both sexes
pay-logib-difference = under otherwise equal circumstances, women earn { $size } { $direction } than men
pay-logib-not-significant = this difference is not statistically significant
pay-logib-significant = this difference is statistically significant and not above the target value of 2.5%
pay-logib-above-target = this difference is statistically significant and above the target value of 2.5%
pay-logib-above-limit = this difference is statistically significant and above the limit value of 5%
pay-verdict-not-estimable = NOT ESTIMABLE: nothing can be compared.
pay-verdict-insufficient = INSUFFICIENT: the data cannot tell.
pay-verdict-no-signal = NO SIGNAL: nothing here asks for a closer look.
pay-verdict-watch = WATCH: keep an eye on this as further pay is decided.
pay-verdict-review = REVIEW: a person should look at how this pay was decided.
pay-screening = Screening statistic, not a legal finding.

# What may be offered.
offer-highest = the highest offer that keeps the agreed internal limits is { $amount }; binding: { $limit }
offer-lowest = the lowest offer that keeps them is { $amount }; binding: { $limit }
headroom-between = { $lowest } to { $highest }; binding above: { $above }; binding below: { $below }
headroom-from = { $lowest } or more; binding below: { $below }
headroom-to = up to { $highest }; binding above: { $above }
offer-no-room = no offer keeps all of the limits
offer-none-keeps = no offer keeps the limit on the { $limit }
offer-limits-clash = the limit on the { $below } asks for at least { $lowest }, and the limit on the { $above } allows at most { $highest }
offer-above = the offer of { $offer } is above the highest by { $by }
offer-below = the offer of { $offer } is below the lowest by { $by }
offer-not-applied-no-range = the limit on the { $limit } was not applied: there is no range with a midpoint
offer-not-applied-no-incumbents = the limit on the { $limit } was not applied: there are no incumbents
offer-not-applied-no-group = the limit on the { $limit } was not applied: the candidate is in neither group, or the other has nobody
offer-not-applied-not-rated = the limit on { $limit } was not applied: the candidate has no rating and others do
offer-not-applied-factors-unknown = the limit on the { $limit } was not applied: the candidate lacks a factor, or has a level that nobody has
offer-not-applied-not-estimable = the limit on the { $limit } was not applied: it cannot be estimated for this candidate
offer-over-last = the offer is { $size } { $direction } the last pay, indexed
offer-over-median = the offer is { $size } { $direction } the incumbents' median
offer-over-stayers = the offer is { $size } { $direction } the median of similar colleagues who stayed
offer-median-withheld = what the offer is beside the incumbents' median is left out here: they are fewer than { $minimum }
offer-stayers-withheld = what the offer is beside the median of similar colleagues who stayed is left out here: they are fewer than { $minimum }
offer-premium-above-limit = this premium is above the agreed { $limit }
offer-inversions = { $people ->
    [one] one colleague
   *[other] { $people } colleagues
} with at least as much service and no lower rating would be paid less; raising them to the offer would cost { $raises }
offer-term-better = better than colleagues get, without a rule: { $term }, { $offered } beside { $standard }
offer-term-worse = worse than colleagues get, without a rule: { $term }, { $offered } beside { $standard }
offer-term-by-rule = different by the rule { $rule }: { $term }, { $offered } beside { $standard }
offer-raise-by = they are to be raised by { $on }
offer-rule-published = the rule that the offer follows ({ $rule }) was published on { $on }, { $days } days before it
offer-rule-later = the rule that the offer follows ({ $rule }) was published on { $on }, { $days } days after it
offer-overridden = decided for the offer on { $on }, whatever the limits say: { $approver }; reason given: { $why }
offer-widened = { $few } incumbents in the circle { $own } are too few; compared with { $people } in { $circle }
offer-left-out = { $people ->
    [one] one person was left out ({ $why })
   *[other] { $people } people were left out ({ $why })
}
offer-few = beside so few incumbents ({ $people }) an offer can hardly be measured
offer-no-limits = no limit could be applied
