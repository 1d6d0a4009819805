# 基準値ごとの結果
threshold-at-least = { $fact }{ $threshold }以上とする場合、対象者は{ $eligible }人、群間の比は最も低いもので{ $ratio }({ $group })です。
threshold-at-most = { $fact }{ $threshold }以下とする場合、対象者は{ $eligible }人、群間の比は最も低いもので{ $ratio }({ $group })です。
threshold-at-least-none = { $fact }{ $threshold }以上とする場合、対象者は{ $eligible }人で、比を計算できません。
threshold-at-most-none = { $fact }{ $threshold }以下とする場合、対象者は{ $eligible }人で、比を計算できません。
threshold-below = 点検の基準値{ $line }を下回っています。
threshold-chance = 最も偶然とは考えにくい差の補正後p値は{ $p }です。
threshold-chance-rare = 最も偶然とは考えにくい差の補正後p値は0.001未満です。
threshold-front = これより対象者が多く、かつ比も高い基準値は、ほかにありません。
thresholds-tests = { $tests }件の検定を行い、p値はその全件を考慮して補正しています(Holm法)。
thresholds-tests-held-out = 対象者を無作為に二分し、一方で基準値を選び、もう一方で検定しました({ $tests }件、Holm法で補正)。
