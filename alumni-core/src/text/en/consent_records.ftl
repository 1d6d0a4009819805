# Reading records
consent-record-duplicate-key = `{ $name }` stands { $count } times in { $place }; all values are kept
consent-record-field-missing = `{ $field }` is missing at { $place } (ISO/IEC TS 27560, { consent-record-clause })
consent-record-field-unusable = `{ $field }` cannot be used at { $place } (ISO/IEC TS 27560, { consent-record-clause })
consent-record-clause = { $clause ->
    [header] record header
    [receipt] receipt header
    [party] party identification
   *[other] clause { $clause }
}
