# What decisions hang on: one fact changed, and everybody decided about again.
counterfactual-not-read = No rule asks for { $fact }: no decision hangs on it.
counterfactual-nobody-known = Of nobody it is known what { $fact } is.
counterfactual-none = Changing only { $fact } would change none of { $known } decisions.
counterfactual-changed = Changing only { $fact } would change { $changed } of { $known } decisions: { $better } for the better, { $worse } for the worse.
counterfactual-criterion = Criterion { $criterion } accounts for { $changed } of them.
counterfactual-unknown = Of { $unknown } more people it is not known what { $fact } is.
counterfactual-incomplete = The rules compare { $fact } with other facts, so that not every value of it was tried.
