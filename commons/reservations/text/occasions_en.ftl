# What is there once: the seats of an event
reservations-conflict-once = The seats of this event are asked for on its page.
reservations-event-drawn = Seat given by the draw
reservations-order-drawn = Turn given by the draw
reservations-mail-called-off-subject = Called off: { $title }
reservations-mail-called-off-text = Hello,
    
    You were on the waiting list for { $title }, { $organisation }, on { $at }. The event has been called off. { $message }
    { $link }
