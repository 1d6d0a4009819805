# 1つの情報だけを変えて判定し直した結果
counterfactual-not-read = 「{ $fact }」を参照する基準はなく、判定がこれに左右されることはありません。
counterfactual-nobody-known = 「{ $fact }」が判明している人はいません。
counterfactual-none = 「{ $fact }」だけを変えても、{ $known }件の判定はいずれも変わりません。
counterfactual-changed = 「{ $fact }」だけを変えると、{ $known }件の判定のうち{ $changed }件が変わります(有利に変わるもの{ $better }件、不利に変わるもの{ $worse }件)。
counterfactual-criterion = うち{ $changed }件は基準「{ $criterion }」によるものです。
counterfactual-unknown = このほか、「{ $fact }」が不明な人が{ $unknown }人います。
counterfactual-incomplete = 「{ $fact }」はほかの情報と比較されるため、すべての値を試したものではありません。
