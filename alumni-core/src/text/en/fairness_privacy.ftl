# Selection rates that may be shown to everybody.
privacy-unknown = not known
privacy-nothing-to-compare = No comparison can be shown.
privacy-hidden = Not shown, to protect small groups: { $groups }.
privacy-bands = { $group }: the numbers are not shown; the ratio is { $ratio }, mid-p { $p }.
privacy-rule = Groups of fewer than { $minimum } people, or with fewer than { $outcome } selected or not selected, are not shown, nor are others from which their numbers could be found. Each number that is not shown could be any of at least { $values }.
privacy-noise = All counts carry random noise (two-sided geometric, epsilon { $epsilon }): neither they nor what is computed from them is exact, and p-values and intervals do not allow for it.
