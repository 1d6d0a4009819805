# Why a message may not be sent now
contact-cap-reached = { $count ->
    [one] { $count } contact
   *[other] { $count } contacts
} within { $within } (cap { $cap })
contact-cap-reached-label = contacted often enough
contact-quiet-hours = quiet hours until { $until } ({ $quiet })
contact-quiet-hours-label = quiet hours
contact-holiday = { $on } is a holiday
contact-holiday-label = holiday
contact-paused = asked for a pause
contact-paused-label = asked for a pause
contact-paused-until = asked for a pause until { $until }
contact-paused-until-label = asked for a pause
contact-reserved-already = message { $message } is being sent already
contact-reserved-already-label = being sent already
contact-uses-taken = as many messages are sent or being sent as was agreed to ({ $uses })
contact-uses-taken-label = as often used as agreed
contact-already-sent = message { $message } of { $sender } was sent on { $at }
contact-already-sent-label = sent already
contact-cancelled = message { $message } of { $sender } was given up on { $at }
contact-cancelled-label = given up
contact-reservation-ended = the reservation ended on { $at }
contact-reservation-ended-label = the reservation ended
