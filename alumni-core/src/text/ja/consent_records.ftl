# 記録の読込み
consent-record-duplicate-key = 「{ $name }」が{ $place }に{ $count }回記載されています（すべての値を保持しました）
consent-record-field-missing = { $place }に「{ $field }」がありません（ISO/IEC TS 27560 { consent-record-clause }）
consent-record-field-unusable = { $place }の「{ $field }」は使用できません（ISO/IEC TS 27560 { consent-record-clause }）
consent-record-clause = { $clause ->
    [header] 記録のヘッダー
    [receipt] 受領書のヘッダー
    [party] 当事者の特定
   *[other] { $clause }
}
