people = { $count ->
    [one] { $count } person
   *[other] { $count } people
}

## What looks wrong in an export of an HR system.

import-code-unknown = The scheme { $scheme } has no code { $code } ({ $count ->
    [one] once
   *[other] { $count } times
}; first at { $place }). It is kept and says nothing.
import-columns-unknown = { $file } has columns that the mapping does not know and that were not read: { $columns }.
import-file-unknown = { $file } is no file of this mapping and was not read.
import-first-start-differs = The first start that the export states is not that of the earliest spell, for { $count ->
    [one] { $count } person
   *[other] { $count } people
}: { $workers }. Where it is earlier, spells are missing.
import-flag-constant = { $share } of the rehire flags ({ $count } of { $total } people who left) are { $value }. A flag that everybody has alike is usually a default of the system or of a connector, not somebody's judgement.
import-flags-disagree = Two rehire flags disagree and became upon_review, for { $count ->
    [one] { $count } person
   *[other] { $count } people
}: { $workers }.
import-former-unknown = The former number is not in the export, so earlier spells are missing, for { $count ->
    [one] { $count } person
   *[other] { $count } people
}: { $workers }.
import-grade-unmapped = The grade { $grade } is not on the ladder ({ $count ->
    [one] once
   *[other] { $count } times
}; first at { $place }). It stays unknown.
import-hire-rescinded = A hire was rescinded and is no spell, for { $count ->
    [one] { $count } person
   *[other] { $count } people
}: { $workers }.
import-latest-only = Only the latest spell is known, for { $count ->
    [one] { $count } person
   *[other] { $count } people
}: { $workers }. What adds up over spells stays unknown.
import-latest-start-differs = The latest start that the export states is not that of the latest spell, for { $count ->
    [one] { $count } person
   *[other] { $count } people
}: { $workers }.
import-left-without-day = Marked as having left without a last day, for { $count ->
    [one] { $count } person
   *[other] { $count } people
}: { $workers }. Lengths that need it stay unknown.
import-mail-ownership-unknown = Whose an e-mail address is cannot be told without the company's mail domains, for { $count ->
    [one] { $count } person
   *[other] { $count } people
}: { $workers }.
import-may-be-one-person = The same kana name and day of birth under several numbers, { $count } in all: { $workers }. If they are one person, a column with the former number joins them.
import-position-outside = A position lies outside every spell and was left out ({ $count ->
    [one] once
   *[other] { $count } times
}; first at { $place }).
import-reason-free-text = A reason for leaving is free text and says nothing to a rule ({ $count ->
    [one] once
   *[other] { $count } times
}; first at { $place }).
import-reason-unmapped = What the reason code { $code } means is not given ({ $count ->
    [one] once
   *[other] { $count } times
}; first at { $place }).
import-rows-passed-over = Rows were passed over for what stands in { $columns } ({ $count ->
    [one] once
   *[other] { $count } times
}; first at { $place }).
import-value-unknown = What { $value } means in the column { $column } is not given ({ $count ->
    [one] once
   *[other] { $count } times
}; first at { $place }).
import-without-spell = No spell is given, for { $count ->
    [one] { $count } person
   *[other] { $count } people
}: { $workers }.
import-work-contact-only = The only way to reach them is one of the employer's, which ended with the employment, for { $count ->
    [one] { $count } person
   *[other] { $count } people
}: { $workers }.

## What an export cannot tell.

cannot-supply-latest-position = { $fact }: the export has only the latest position of { $count } of { $total } people.
cannot-supply-latest-spell = { $fact }: the export has only the latest spell of { $count } of { $total } people.
cannot-supply-needs-reasons = { $fact }: the export has the customer's own codes, and what they mean is not given.
cannot-supply-no-field = { $fact }: { $system } has no field for it; a column of your own can be one.
cannot-supply-not-exported = { $fact }: not in this export. It would be in { $columns }.

## Vocabularies.

fact-unknown = `{ $name }` is no fact of the vocabulary and is not used.
fact-unknown-nearest = `{ $name }` is no fact of the vocabulary and is not used; did you mean `{ $nearest }`?
vocabulary-title = Vocabulary
vocabulary-intro = The facts that rules may ask for. Data supplies each under its name; what is not supplied is unknown, never no.
vocabulary-own = The customer's own facts
vocabulary-built-in = Built-in facts
vocabulary-column-name = name
vocabulary-column-title = what it is
vocabulary-column-type = type
vocabulary-column-values = values
vocabulary-column-notes = notes
fact-type-boolean = yes or no
fact-type-integer = whole number
fact-type-decimal = decimal number
fact-type-money = money
fact-type-date = date
fact-type-period = elapsed time
fact-type-category = one of several values
fact-type-categories = several values
fact-bounds = from { $minimum } to { $maximum }
fact-bounds-from = at least { $minimum }
fact-bounds-to = at most { $maximum }
fact-unit = in { $unit }
fact-value = { $name } ({ $title })
fact-fixed = lies in the past and cannot change
fact-protected = protected: never proposed as something to change
