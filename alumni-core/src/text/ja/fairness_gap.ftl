# 通過率の差のうち、どの基準がどれだけを生んでいるか
gap-behind = { $group }の通過率は{ $reference }より{ $gap }ポイント低くなっています。
gap-ahead = { $group }の通過率は{ $reference }より{ $gap }ポイント高くなっています。
gap-none = { $group }と{ $reference }の通過率に差はありません。
gap-part = 差{ $gap }ポイントのうち{ $part }ポイントは、基準「{ $criterion }」によるものです。
gap-part-widens = 基準「{ $criterion }」は、差を{ $part }ポイント広げています。
gap-part-narrows = 基準「{ $criterion }」は、差を{ $part }ポイント縮めています。
gap-unknown = 差のうち{ $part }ポイントは、事実が不明なことによるものです。
gap-unknown-narrows = 事実が不明なことにより、差は{ $part }ポイント縮まっています。
gap-undetermined = 事実が不明なため判定できない人は、{ $group }で{ $people }人、{ $reference }で{ $reference_people }人です(通過していないものとして数えています)。
