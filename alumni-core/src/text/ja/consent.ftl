consent-withdrawn = { $at }に撤回されています（記録{ $event }）
