consent-withdrawn = withdrawn on { $at } (event { $event })
