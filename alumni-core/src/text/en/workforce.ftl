people = { $count ->
    [one] { $count } person
   *[other] { $count } people
}
