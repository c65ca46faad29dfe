# The programme of places
places-agenda-title = Events
places-agenda-of = Events: { $name }
places-agenda-network = What is on
places-agenda-all = All events here
places-agenda-none = No event is announced yet.
places-agenda-next = Next: “{ $title }”, { $when }, { $place }.
places-agenda-found = { $count ->
    [0] No event matches
    [one] One event matches
   *[other] { $count } events match
}
places-agenda-empty = Nothing is announced here yet.
places-agenda-empty-what = Prepare a workshop, a meal, a visit: then announce it.
places-agenda-subscribe = Subscribe to this calendar
places-agenda-prepare = Prepare events
places-agenda-week = Week of { $day }
places-agenda-later = Later
places-agenda-from-now = From today
places-agenda-gone = What came of it
places-agenda-day = { $weekday } { $day }
places-agenda-day-monday = Monday
places-agenda-day-tuesday = Tuesday
places-agenda-day-wednesday = Wednesday
places-agenda-day-thursday = Thursday
places-agenda-day-friday = Friday
places-agenda-day-saturday = Saturday
places-agenda-day-sunday = Sunday
places-agenda-hour = { $hour }:00
places-agenda-clock = { $hour }:{ $minute }
places-agenda-when = { $day }, { $from } to { $to }
places-agenda-lead = { $kind }, { $when }, { $place }.
places-agenda-kind = Kind
places-agenda-kind-workshop = Workshop
places-agenda-kind-conference = Talk
places-agenda-kind-open-house = Open house
places-agenda-kind-meal = Shared meal
places-agenda-kind-visit = Visit
places-agenda-kind-course = Course
places-agenda-kind-other = Event
places-agenda-language = Language
places-agenda-language-fr = French
places-agenda-language-en = English
places-agenda-language-ar = Arabic
places-agenda-language-pt = Portuguese
places-agenda-language-lsf = French sign language
places-agenda-language-several = several languages
places-agenda-publics = For whom
places-agenda-state-draft = Draft
places-agenda-state-announced = Announced
places-agenda-state-cancelled = Called off
places-agenda-state-over = Over
places-agenda-past = Past
places-agenda-now = On now
places-agenda-full = Full
places-agenda-left = { $count ->
    [one] One seat left
   *[other] { $count } seats left
}
places-agenda-free = Free of charge
places-agenda-part = Take part
places-agenda-take-part = Take part
places-agenda-wait = Join the waiting list
places-agenda-full-what = All seats are taken. Whoever waits is offered a seat as soon as one becomes free, in the order of the list.
places-agenda-quantity = How many are you?
places-agenda-with = { $count ->
    [one] I come alone
   *[other] There are { $count } of us
}
places-agenda-together = You come together or not at all: nobody is left at the door.
places-agenda-sign-in = Sign in to take part.
places-agenda-sign-in-do = Sign in
places-agenda-yours = { $count ->
    [one] You take part: one seat is yours.
   *[other] You take part: { $count } seats are yours.
}
places-agenda-manage = See or give back my seats
places-agenda-held = A seat has become free and is kept for you.
places-agenda-answer = Take it or leave it
places-agenda-turn = You are on the waiting list: turn { $turn }.
places-agenda-leave = Leave the waiting list
places-agenda-began = It has begun: seats can no longer be asked for.
places-agenda-called-off = This event has been called off. { $reason }
places-agenda-draft-what = This event is being prepared: nobody else sees it.
places-agenda-past-what = This event is over.
places-agenda-came = { $count ->
    [one] One person came
   *[other] { $count } people came
}
places-agenda-led = What I lead
places-agenda-led-by = Led by
places-agenda-to-calendar = Put it in my calendar
places-agenda-edit = Change this event
places-agenda-list = Who comes
places-agenda-list-what = Only who leads the event and who keeps the place see these names.
places-agenda-coming = { $count ->
    [one] One seat of { $seats } is taken; { $waiting } on the waiting list.
   *[other] { $count } seats of { $seats } are taken; { $waiting } on the waiting list.
}
places-agenda-somebody = Somebody without an account
places-agenda-desk = Today’s desk
places-agenda-waits = Waiting list
places-agenda-column-id = Id
places-agenda-column-title = Title
places-agenda-column-kind = Kind
places-agenda-column-language = Language
places-agenda-column-day = When
places-agenda-column-from = From
places-agenda-column-to = To
places-agenda-column-place = Where
places-agenda-column-commune = Commune
places-agenda-column-seats = Seats
places-agenda-column-price = Price
places-agenda-column-state = State
places-agenda-column-came = Came
places-agenda-column-results = What came of it
places-agenda-column-taken = Seats taken
places-agenda-column-name = Name
places-agenda-column-quantity = Seats
places-agenda-desk-lead = { $ahead ->
    [0] Nothing is announced
    [one] One event ahead
   *[other] { $ahead } events ahead
}{ $untold ->
    [0] .
    [one] ; one is over and waits for what came of it.
   *[other] ; { $untold } are over and wait for what came of them.
}
places-agenda-new = Prepare an event
places-agenda-what = What takes place
places-agenda-create = Prepare it
places-agenda-change = Change what is told
places-agenda-announce = Announce it
places-agenda-announce-what = Everybody will see it and can take part. From then on its day and hours stand.
places-agenda-announce-do = Announce this event
places-agenda-tell = What came of it
places-agenda-tell-do = Tell what came of it
places-agenda-call-off = Call it off
places-agenda-call-off-what = Everybody who has a seat or waits for one is told why, and all seats are free again. This cannot be undone.
places-agenda-drop-what = This draft will be dropped. Nobody is told.
places-agenda-call-off-do = Call this event off
places-agenda-edit-none = None
places-agenda-edit-title = Title
places-agenda-edit-description = What happens, and what to bring
places-agenda-edit-day = Day
places-agenda-edit-from = From
places-agenda-edit-to = To
places-agenda-edit-more = Other days, at the same hours
places-agenda-edit-more-hint = One day a line, such as 12/01/2027. Eleven at most.
places-agenda-edit-seats = Seats
places-agenda-edit-party = Seats that one person may ask for
places-agenda-edit-space = Space
places-agenda-edit-led-by = Who leads it, as everybody reads it
places-agenda-edit-led-by-hint = Leave empty when it is the host.
places-agenda-edit-leader = Account of who leads it
places-agenda-edit-leader-hint = This account will see the names of those who come.
places-agenda-edit-partner = Partner organisation (SIRET or RNA)
places-agenda-edit-partner-hint = Its members will see the names of those who come.
places-agenda-edit-price = Price, in words
places-agenda-edit-price-hint = Leave empty when it is free of charge.
places-agenda-edit-access = Accessibility
places-agenda-edit-access-hint = Step-free, hearing loop, sign language, easy to read…
places-agenda-edit-picture = Picture
places-agenda-edit-tour = Stage of a tour
places-agenda-edit-came = How many came
places-agenda-edit-results = What came of it, in a few words
places-agenda-edit-reason = Why
places-agenda-fault-five = Hours are multiples of five minutes.
places-agenda-fault-length = It lasts at least five minutes, and less than a day.
places-agenda-fault-past = This moment has passed: choose one to come.
places-agenda-fault-far = Choose a day within the next two years.
places-agenda-fault-life = The place is not open on that day.
places-agenda-fault-time = An announced event keeps its day and hours: call it off and prepare another.
places-agenda-fault-clock = Write a time such as 14:30.
places-agenda-fault-days = Write days such as 12/01/2027.
places-agenda-fault-dates = Twelve dates at once, at most.
places-agenda-fault-leader = No account has this address.
places-agenda-conflict-ended = This event is over or has been called off.
places-agenda-conflict-cancelled = This event has been called off.
places-agenda-conflict-state = This event has been announced already.
places-agenda-conflict-place = The place is not public yet: the network announces it first.
places-agenda-conflict-not-over = This event is not over yet.
places-agenda-conflict-many = You have too many bookings ahead. Give one back first.
places-notice-takes-part = You take part. You have been sent a mail.
places-notice-waits = You are on the waiting list. You will be told when a seat is yours.
places-notice-prepared = The draft is kept. Read it again, then announce it.
places-notice-announced = The event is announced.
places-notice-called-off = The event is called off, and everybody has been told.
places-notice-told = What came of it is public.
places-event-gathering = Event prepared
places-event-gathering-changed = Event changed
places-event-gathering-announced = Event announced
places-event-gathering-cancelled = Event called off
places-event-gathering-over = What came of an event told
places-action-gathering = Event prepared at a place
places-action-gathering-changed = Event of a place changed
places-action-gathering-announced = Event of a place announced
places-action-gathering-cancelled = Event of a place called off
places-action-gathering-over = What came of an event told
places-map-what-leader = Who leads an event of a place
places-map-what-wish = Who asked for seats that are drawn, for what, and the answer
places-map-what-proposal = What somebody proposes to a place, and what was said of it
places-map-persons-members = People who take part in the life of a place
places-map-purpose-agenda = To hold events in places: seats, draws, proposals
places-map-seen-leader = Whoever runs the place
places-map-seen-wish = The person alone; the published file has numbers only
places-map-seen-proposal = The person and whoever runs the place
# Draws
places-draw-title = Draw
places-draw-all = Draws
places-draw-new = Draw seats by lot
places-draw-what = Instead of to the first, seats go by lot among all who ask until a day. Choose the drafts: they are announced together.
places-draw-no-draft = Prepare at least one event first: a draw announces it.
places-draw-gatherings = Events
places-draw-edit-title = Name of the draw
places-draw-edit-gatherings = Events whose seats are drawn
places-draw-edit-closes = One can ask until
places-draw-edit-hour = Hour
places-draw-edit-priority = Who goes first
places-draw-priority-equal = Everybody alike
places-draw-priority-resident = Residents first
places-draw-priority-resident-member = Residents first, then members
places-draw-priority-member = Members first
places-draw-priority-resident-half = Half of the seats for residents first
places-draw-seed-what = The software chooses a secret number by chance, which nobody sees before the closing. Its hash is published at once, the number after the closing.
places-draw-create = Announce the draw
places-draw-moment = { $day } at { $time }
places-draw-until = Seats are drawn by lot among all who ask until { $at }.
places-draw-lead-open = Ask until { $at }: seats are then drawn by lot, it does not matter who came first.
places-draw-lead-due = The closing has passed: the draw is under way.
places-draw-lead-done = Drawn on { $at }, among { $count ->
    [one] one request
   *[other] { $count } requests
}.
places-draw-lead-cancelled = Nothing is left to be drawn: the events have been called off.
places-draw-asked = { $count ->
    [0] No request yet
    [one] One request
   *[other] { $count } requests
}
places-draw-ask = Ask for a seat
places-draw-ask-again = Change my request
places-draw-send = Send my request
places-draw-save = Change my request
places-draw-take-back = Take my request back
places-draw-own = Your request no. { $number }
places-draw-own-all = See my bookings
places-draw-wishes-what = You get one event at most. Say your true wishes, the best first: it cannot harm you.
places-draw-wish-1 = Wish 1
places-draw-wish-2 = Wish 2
places-draw-wish-3 = Wish 3
places-draw-wish-4 = Wish 4
places-draw-wish-5 = Wish 5
places-draw-no-wish = No wish
places-draw-how = How seats are drawn
places-draw-how-what = Each request has a number. The order comes from the hash of the secret number and of the number of the request; each gets its best wish in which seats are left, families together or not at all. Whoever has no seat waits, in the order of the draw.
places-draw-rule-equal = Everybody has the same chance.
places-draw-rule-resident = Residents of the commune go first; the draw decides among them, then among the others.
places-draw-rule-member = Members of the place go first; the draw decides among them, then among the others.
places-draw-rule-resident-member = Residents of the commune go first, then members of the place; the draw decides within each group.
places-draw-rule-resident-half = Half of the seats go to residents of the commune first; the draw decides for the rest.
places-draw-hash = Hash, announced before
places-draw-seed = Secret number, published after
places-draw-column-wish = Wish
places-draw-column-people = People
places-draw-got = Have their wish { $rank }
places-draw-got-none = Have no seat
places-draw-results = Result
places-draw-checked = Checked
places-draw-sound = A count that shares nothing with the draw finds nobody who has less than the rule gives them.
places-draw-unsound = { $count ->
    [one] A count that shares nothing with the draw finds one person who has less than the rule gives them: with these groups no answer satisfies everybody.
   *[other] A count that shares nothing with the draw finds { $count } people who have less than the rule gives them: with these groups no answer satisfies everybody.
}
places-draw-again = Whoever doubts downloads the file, which has numbers and no names, and does the draw again:
places-draw-file = Download the file of the draw
places-draw-answer-seat = You have a seat: { $title }.
places-draw-answer-wait = No seat was left. You are on the waiting list, in the order of the draw.
places-draw-answer-none = No seat was left, and no turn in the waiting list.
places-draw-ground-draw = “{ $title }”: { $before ->
    [one] one person was drawn before you.
   *[other] { $before } people were drawn before you.
}
places-draw-ground-class = “{ $title }”: { $before ->
    [one] one person had priority.
   *[other] { $before } people had priority.
}
places-draw-ground-at-least = “{ $title }”: the last seats are kept for residents.
places-draw-ground-at-most = “{ $title }”: your category has all the seats that it may have.
places-draw-ground-together = “{ $title }”: there was a seat for some of you, not for all.
places-draw-ground-room = “{ $title }” has fewer seats than you are.
places-draw-ground-unjustified = “{ $title }”: no answer satisfies everybody with these groups.
places-draw-fault-closing = Choose a moment to come.
places-draw-fault-after = The closing comes before the first event.
places-draw-fault-gatherings = Choose one event at least, twenty at most.
places-draw-fault-wishes = Say one wish at least.
places-draw-fault-twice = You have said this wish already.
places-draw-conflict-closed = It is too late: the closing of this draw has passed.
places-draw-conflict-many = You wait for { $most } draws already. Take one request back first.
places-draw-conflict-full = This draw takes no more requests.
places-notice-wished = Your request is kept. You may change it until the closing.
places-notice-wish-gone = Your request is taken back.
places-notice-draw = The draw is announced with its hash.
places-event-draw = Draw announced
places-action-draw = Draw of seats announced
places-action-drawn = Seats drawn
places-told-agenda = Seats, draws and proposals in places
places-job-kind-draw = Draw of seats
places-mail-drawn-wait-subject = No seat yet: { $title }
places-mail-drawn-wait-text = Hello,
    
    The draw “{ $title }”, { $organisation }, has been done. No seat was left for you; you are on the waiting list, in the order of the draw. The reason, and how to check the draw:
    { $link }
places-mail-drawn-none-subject = No seat: { $title }
places-mail-drawn-none-text = Hello,
    
    The draw “{ $title }”, { $organisation }, has been done. No seat was left for you. The reason, and how to check the draw:
    { $link }
# Proposals
places-proposal = Proposal
places-proposal-all = Proposals
places-proposal-own = My proposals
places-proposal-new = Propose an event
places-proposal-what = You have an idea for { $name }? A few words are enough: the host answers you here.
places-proposal-count = { $count ->
    [one] One proposal
   *[other] { $count } proposals
}
places-proposal-open = { $count ->
    [0] No proposal of yours waits for an answer.
    [one] One proposal of yours waits for an answer.
   *[other] { $count } proposals of yours wait for an answer.
}
places-proposal-waiting = { $count ->
    [0] No proposal waits for your answer.
    [one] One proposal waits for your answer.
   *[other] { $count } proposals wait for your answer.
}
places-proposal-none = No proposal yet
places-proposal-none-what = Ideas for workshops, meals or services are proposed from the events page of a place.
places-proposal-gone = Proposal of an account that has gone
places-proposal-column-title = Proposal
places-proposal-column-made = Made on
places-proposal-column-state = State
places-proposal-edit-title = What would you like to do?
places-proposal-edit-about = What happens there
places-proposal-edit-public = For whom
places-proposal-edit-when = When would suit
places-proposal-edit-needs = What is needed
places-proposal-edit-needs-hint = A room, a kitchen, tools, a screen…
places-proposal-edit-led-by = Your name, as everybody may read it
places-proposal-edit-organisation = Offered as a service by
places-proposal-edit-organisation-hint = Choose your organisation when it would offer a lasting service in the place, not an event.
places-proposal-no-organisation = Nobody: it is an event
places-proposal-edit-said = Your message
places-proposal-edit-reason = Why
places-proposal-send = Send my proposal
places-proposal-accept = Accept
places-proposal-accept-event = It becomes a draft that the person leads; you may change all of it before you announce it.
places-proposal-accept-service = It becomes a service of the place; you may change all of it.
places-proposal-accept-do = Accept this proposal
places-proposal-ask = Ask a question
places-proposal-answer = Answer, or add something
places-proposal-say = Send the message
places-proposal-decline = Decline
places-proposal-decline-do = Decline this proposal
places-proposal-withdraw = Take my proposal back
places-proposal-steps = What was said
places-proposal-became = See what it became
places-proposal-state-waiting = Waits for the host
places-proposal-state-asked = Waits for the person
places-proposal-state-accepted = Accepted
places-proposal-state-declined = Declined
places-proposal-state-withdrawn = Taken back
places-proposal-means-waiting = The host has not answered yet.
places-proposal-means-asked = The host has asked a question: the answer of the person is awaited.
places-proposal-means-accepted = The host has accepted this proposal.
places-proposal-means-declined = The host has declined this proposal.
places-proposal-means-withdrawn = This proposal has been taken back.
places-proposal-step-proposed = Proposed
places-proposal-step-asked = Question of the host
places-proposal-step-answered = Answer of the person
places-proposal-step-accepted = Accepted
places-proposal-step-declined = Declined
places-proposal-step-withdrawn = Taken back
places-proposal-conflict-place = This place takes no proposals now.
places-proposal-conflict-many = Five proposals may wait for an answer at once, at most. Wait for an answer, or take one back.
places-proposal-conflict-ended = This proposal has been answered already.
places-notice-proposed = Your proposal is sent. You will be told of each step.
places-notice-said = The message is sent.
places-notice-accepted = The proposal is accepted, and the person told.
places-notice-declined = The proposal is declined, and the person told why.
places-notice-withdrawn = The proposal is taken back.
places-event-proposal-accepted = Proposal accepted
places-event-proposal-declined = Proposal declined
places-action-proposal = Proposal made to a place
places-action-proposal-accepted = Proposal to a place accepted
places-action-proposal-declined = Proposal to a place declined
places-told-proposals = Proposals made to your places
places-mail-proposal-new-subject = A proposal: { $title }
places-mail-proposal-new-text = Hello,
    
    Somebody proposes “{ $title }” to { $organisation }. Read it, ask back, accept or decline:
    { $link }
places-mail-proposal-answered-subject = Answer about the proposal: { $title }
places-mail-proposal-answered-text = Hello,
    
    Whoever proposed “{ $title }” to { $organisation } has answered:
    { $link }
places-mail-proposal-asked-subject = A question about your proposal: { $title }
places-mail-proposal-asked-text = Hello,
    
    { $organisation } asks about your proposal “{ $title }”: { $message }
    { $link }
places-mail-proposal-accepted-subject = Proposal accepted: { $title }
places-mail-proposal-accepted-text = Hello,
    
    { $organisation } has accepted your proposal “{ $title }”.
    { $link }
places-mail-proposal-declined-subject = Proposal declined: { $title }
places-mail-proposal-declined-text = Hello,
    
    { $organisation } cannot accept your proposal “{ $title }”. { $message }
    { $link }
