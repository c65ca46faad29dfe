reservations-agree = Agree
reservations-answer = Answer the request
reservations-approval-what = The host looks at the request and answers you. The time is kept for you until then.
reservations-arrive = I have arrived
reservations-arrive-host = Arrived
reservations-arriving = Arriving at { $name }
reservations-arriving-none = None of your bookings begins here within half an hour.
reservations-arriving-see = See what is free
reservations-ask = Book
reservations-ask-do = Check and keep the time
reservations-ask-what = The time is kept for you for { $minutes } minutes, at the price shown, while you confirm.
reservations-back = Back
reservations-bar-hours = From { $from } to { $to }
reservations-booking-title = { $name }, { $when }
reservations-by-hour = { $price } an hour
reservations-by-hour-and-day = { $price } an hour, at most { $most } a day
reservations-cancel = Cancel the booking
reservations-cancel-do = Confirm the cancellation
reservations-cancel-refund = The time goes back to others. { $amount } will be refunded.
reservations-cancel-what = The time goes back to others. Nothing will be asked of you.
reservations-clock = { $hour }:{ $minute }
reservations-close = Close for a while
reservations-close-ask = See who is touched
reservations-close-do = Close and tell them
reservations-closed = closed
reservations-closed-now = Closed now
reservations-closure-all = The whole site
reservations-closure-from = First day
reservations-closure-reason = Reason, as it will be read
reservations-closure-thing = What
reservations-closure-until = Last day
reservations-closures = Closures
reservations-closures-none = No closure ahead.
reservations-confirm-do = Confirm the booking
reservations-conflict-answered = This request has already been answered.
reservations-conflict-early = Arrival can be recorded at most { $minutes } minutes before the start.
reservations-conflict-ended = This booking is over or cancelled: it can no longer change.
reservations-conflict-expired = The time to confirm has passed and the booking was released. Please ask again.
reservations-conflict-few = Only { $left } are left then. Ask for fewer or choose another time.
reservations-conflict-free = There is room then: you can book at once.
reservations-conflict-holds = You already have { $most } times waiting for you to confirm. Confirm them or give them back first.
reservations-conflict-id = This form was already used. Check your request, then send it again.
reservations-conflict-lists = This waiting list, or the number of yours, is full.
reservations-conflict-organisation = One must act for an organisation to open a site. Create it first.
reservations-conflict-over = The time is over.
reservations-conflict-person = One person may have at most { $most } bookings ahead here. Wait until one is over, or cancel one.
reservations-conflict-price = The price is not the one that was quoted. Read the quote again, then confirm.
reservations-conflict-resources = A site has at most 500 resources.
reservations-conflict-series = A series has at most 400 dates.
reservations-conflict-taken = This time is already taken.
reservations-conflict-touched = { $count } bookings are touched now. Look at the list again before closing.
reservations-conflict-touched-many = More than 500 bookings are touched: close in shorter periods.
reservations-conflict-units = No place is free at this moment. Try again at the hour of the start.
reservations-day = Day
reservations-day-named = { $weekday } { $day }
reservations-desk = Today’s desk
reservations-display = Wall display
reservations-event-made = Asked for
reservations-event-held = Held
reservations-event-requested = Request sent to the host
reservations-event-confirmed = Confirmed
reservations-event-checked_in = Arrived
reservations-event-done = Over
reservations-event-no_show = Nobody came
reservations-event-cancelled = Cancelled
reservations-event-refused = Refused
reservations-event-expired = Ran out
reservations-event-moved = Moved
reservations-event-walk_in = Written down at the desk
reservations-expected = Expected
reservations-fault-capacity = Up to { $most } are already promised at one moment. Cancel some first.
reservations-fault-closed = It is closed then, at least in part. Choose a time when it is open.
reservations-fault-day-hours = Write hours like “9:00–12:30, 14:00–18:00”, or “closed”.
reservations-fault-exclusive = What is booked as a whole counts as one.
reservations-fault-horizon = Bookings open { $days } days ahead: until { $day }.
reservations-fault-lengths = The longest time must exceed the shortest.
reservations-fault-long = At most { $minutes } minutes.
reservations-fault-moment = Write a moment like 2027-03-31T14:00:00+02:00.
reservations-fault-not-let = This cannot be booked, or no longer.
reservations-fault-notice = Book at least { $minutes } minutes ahead.
reservations-fault-order = The end must come after the start.
reservations-fault-past = This time has passed.
reservations-fault-quantity = Ask for 1 to { $most }.
reservations-fault-short = At least { $minutes } minutes.
reservations-fault-standing = Write a word of at most 60 characters.
reservations-fault-step = Times go by steps of { $minutes } minutes.
reservations-fault-steps = Lengths must be multiples of the step.
reservations-fault-time = Choose a time.
reservations-fault-training = This requires a training or a standing that the host has not yet recorded for you. Please ask them.
reservations-fault-until = Say until which day the series repeats.
reservations-fault-zone = This time zone is unknown.
reservations-feed = My calendar
reservations-feed-renew = Change this address
reservations-feed-taken = Taken
reservations-feed-thing = Calendar of times taken (iCalendar)
reservations-feed-what = Subscribe your telephone or mail to this address. Give it to nobody: it shows your bookings.
reservations-first-do = Put first
reservations-first-reason = Reason, which stays written
reservations-first = Put { $name } first
reservations-frame = On your web site
reservations-frame-see = See the page to embed
reservations-frame-what = This page shows what is free and may stand in a frame of your own web site.
reservations-free = What is free
reservations-free-of = { $times } ({ $left })
reservations-free-of-charge = Free of charge
reservations-free-today = Free today: { $times }
reservations-from = From
reservations-held-until = This time is kept for you until { $time } on { $day }.
reservations-hour = { $hour }:00
reservations-hours-backwards = A period ends before it begins. Swap its bounds.
reservations-hours-comment = Remove the words in quotation marks at character { $place }: hours cannot depend on a remark.
reservations-hours-empty = Write hours, for example Mo-Fr 09:00-18:00.
reservations-hours-not-understood = “{ $found }” is not understood, at character { $place }. Write for example Mo-Fr 09:00-18:00; Sa 10:00-12:00; PH off.
reservations-hours-open-end = Give an end, at character { $place }.
reservations-hours-out-of-bounds = A time or date does not exist, at character { $place }.
reservations-hours-repeats = Remove the repetition at character { $place }: these are hours, not departures.
reservations-hours-school-holidays = School holidays (SH) are not known. Write their dates.
reservations-hours-sun = Give a time rather than sunrise or sunset, at character { $place }.
reservations-hours-too-long = At most { $limit } characters.
reservations-hours-unknown = Say whether it is open or closed, at character { $place }.
reservations-instead = Closest to what you asked for:
reservations-kind-exclusive = One at a time
reservations-kind-units = Several alike, given on arrival (desks)
reservations-kind-pool = Seats (workshop, hall)
reservations-kind-derived = As its programme says
reservations-kind-units-count = { $count } desks
reservations-kind-pool-count = { $count } seats
reservations-leave-host = Leaves
reservations-map-basis = Performance of the booking asked for (GDPR, art. 6.1.b)
reservations-map-keep-order = to keep the proof that a waiting list was kept fairly
reservations-map-kept = { $period } after the end of the time
reservations-map-kept-account = as long as the account
reservations-map-kept-site = as long as the resource
reservations-map-kept-standing = until its end, or as long as the site exists
reservations-map-persons = People who book, people who keep the desk
reservations-map-purpose = Booking a room, a desk or a seat
reservations-map-seen = The person and the host of the site
reservations-map-what-booking = What is booked, when, what for, at which price
reservations-map-what-event = What became of it, and by whom
reservations-map-what-feed = The secret address of their calendar
reservations-map-what-maker = Who wrote it down, and when
reservations-map-what-order = Changes of the order of a waiting list and their reasons
reservations-map-what-standing = What a site knows them to be: member, trained
reservations-map-what-wait = The waiting list and the turn
reservations-move = Move
reservations-move-do = Move the booking
reservations-move-title = Move: { $name }
reservations-nothing-free = nothing free
reservations-nothing-let = Nothing is let here yet.
reservations-notice-answered = The answer has been sent.
reservations-notice-arrived = The arrival is recorded.
reservations-notice-cancelled = The booking is cancelled.
reservations-notice-changed = Saved.
reservations-notice-closed = The closure is recorded and people are told.
reservations-notice-confirmed = The booking is confirmed.
reservations-notice-first = The order of the list has changed.
reservations-notice-left = The departure is recorded.
reservations-notice-moved = The booking is moved.
reservations-notice-renewed = Done: the old addresses open nothing any more.
reservations-notice-requested = The request is sent to the host.
reservations-notice-site = The site is open. Add what can be booked there.
reservations-notice-standing = Noted.
reservations-notice-standing-ended = This standing is withdrawn.
reservations-notice-thing = The resource is added.
reservations-notice-wait-left = You have left the waiting list.
reservations-notice-waiting = You are on the waiting list. A message will reach you as soon as a place is free.
reservations-notice-walked = The person is written down.
reservations-now = Now
reservations-older = Older reservations
reservations-nav = My bookings
reservations-open-until = Open until { $time }
reservations-order = Order of the list: what changed
reservations-order-joined = Joined
reservations-order-left = Left the list
reservations-order-first = Put first
reservations-order-offered = Place offered
reservations-order-ahead = Place offered out of turn: too small for those before
reservations-own-none = You have no booking ahead
reservations-own-none-what = Choose a place: its page shows what is free.
reservations-past = Past
reservations-poster = Sheet for the door (PDF)
reservations-poster-what = Point your telephone at this code when you arrive: your booking is recorded as kept and you are told your place.
reservations-put-before = On { $day } somebody was put first: { $reason }
reservations-quantity = How many
reservations-reason = Reason (optional)
reservations-refunded = To be refunded
reservations-refuse = Refuse
reservations-reopen = Open again
reservations-repeat = Repetition
reservations-repeat-once = Once
reservations-repeat-day = Every day
reservations-repeat-fortnight = Every two weeks
reservations-repeat-working = Monday to Friday
reservations-repeat-week = Every week
reservations-repeat-month = Every month, on the same weekday
reservations-request-do = Send the request
reservations-requests = Requests waiting
reservations-rule = Recurrence rule
reservations-rule-hint = In the format of calendars (RFC 5545), for example FREQ=WEEKLY;BYDAY=TU,TH;COUNT=10. It replaces the repetition chosen above.
reservations-rule-more = Another repetition
reservations-save = Save
reservations-secrets = Arrival code and calendar address
reservations-secrets-renew = Renew both
reservations-secrets-what = If the poster or the address of the site's calendar has fallen into the wrong hands, renew both. Then print the poster again.
reservations-see-thing = See { $name }
reservations-series-dates = Dates
reservations-series-days = { $interval ->
    [1] Every day
   *[other] Every { $interval } days
}
reservations-series-do = Keep the ticked dates
reservations-series-endless = Say until when the series goes.
reservations-series-held = This time is one of a series of { $count } dates, confirmed together.
reservations-series-length = A date must end after its start and last less than a week.
reservations-series-months-day = On day { $day } of the month
reservations-series-months-last = The last of the month
reservations-series-months-last-day = On the last day of the month
reservations-series-months-nth = The { $nth }th of the month
reservations-series-never = No date fits.
reservations-series-not-understood = “{ $part }” is not understood.
reservations-series-overlap = Two dates overlap.
reservations-series-price = In all: { $price }
reservations-series-title = { $count } of { $all } dates can be had
reservations-series-too-long = A series lasts at most { $limit } years.
reservations-series-too-many = A series has at most { $limit } dates.
reservations-series-too-often = A series comes at most once a day.
reservations-series-weeks = { $interval ->
    [1] Every week
   *[other] Every { $interval } weeks
}
reservations-series-working-days = Monday to Friday
reservations-settings = Settings
reservations-sheet-day = Day
reservations-sheet-hour = Hour
reservations-sheet-used = Minutes used
reservations-sheet-open = Minutes open
reservations-sign-in = To book, sign in or create an account: an e-mail address is enough.
reservations-sign-in-do = Sign in to book
reservations-site-free = Free cancellation until (hours before)
reservations-site-hold = Time held (minutes)
reservations-site-hours = Opening hours
reservations-site-late = Refund after that (per cent)
reservations-site-name = Name
reservations-site-new = Open a site
reservations-site-no-show = Place released without arrival after (minutes, 0: never)
reservations-site-organisation = Organisation
reservations-site-settings = Settings of the site
reservations-sites = Sites
reservations-sites-none = No site
reservations-sites-none-what = A site brings together what is booked in one place: rooms, desks, workshop seats.
reservations-standing-code = Standing
reservations-standing-code-hint = For example: member, resident of Nanterre, laser training.
reservations-standing-end = Withdraw
reservations-standing-end-day = Until
reservations-standing-give = Give a standing
reservations-standing-give-do = Give this standing
reservations-standing-until = until { $day }
reservations-standings = Standings
reservations-standings-count = { $count ->
    [0] Nobody has a standing here
    [one] One standing given
   *[other] { $count } standings given
}
reservations-standings-what = A standing opens terms of its own: to reserve earlier, at another price, or what asks for a training.
reservations-state-held = To confirm
reservations-state-requested = Requested
reservations-state-confirmed = Confirmed
reservations-state-checked_in = There
reservations-state-done = Over
reservations-state-no_show = Missed
reservations-state-cancelled = Cancelled
reservations-state-refused = Refused
reservations-state-expired = Ran out
reservations-story = What happened
reservations-taken-now = Taken now
reservations-there = There
reservations-thing-after = Minutes free after
reservations-thing-approval = The host must agree to each request
reservations-thing-before = Minutes free before
reservations-thing-capacity = How many at once
reservations-thing-closed = Let no longer
reservations-thing-day = At most a day (€)
reservations-thing-horizon = Days ahead, at most
reservations-thing-hour = Price of an hour (€)
reservations-thing-hours = Own hours, if they differ from those of the site
reservations-thing-kind = How it is booked
reservations-thing-max = Longest time (minutes)
reservations-thing-min = Shortest time (minutes)
reservations-thing-more = More settings
reservations-thing-name = Name
reservations-thing-new = Add a resource
reservations-thing-notice = Notice before the start (minutes)
reservations-thing-person = Bookings ahead per person
reservations-thing-requires = Standing required, for example a training
reservations-thing-settings = Settings: { $name }
reservations-thing-step = Step (minutes)
reservations-thing-what = In a few words
reservations-times = { $from } to { $to }
reservations-times-over = { $from } to { $day }, { $to }
reservations-title = What for
reservations-to = To
reservations-to-calendar = Add to my calendar
reservations-to-come = Ahead
reservations-today = Today
reservations-today-none = Nobody is expected today.
reservations-told-own = My bookings
reservations-told-requests = Requests for bookings to look at
reservations-touched-none = Nobody is touched. Confirm the closure.
reservations-turn = Turn { $turn }
reservations-unit = Place given
reservations-units = place { $units }
reservations-until = Until (if it repeats)
reservations-use = Use
reservations-use-hour = Hour
reservations-use-hours = Hours used
reservations-use-open = Hours open
reservations-use-table = Share used, by hour and day
reservations-use-title = { $share } used in four weeks
reservations-use-what = Share of open hours that were used, these last 28 days. The darker, the fuller.
reservations-wait = Join the waiting list
reservations-wait-waiting = Waiting
reservations-wait-offered = Place offered
reservations-wait-taken = Place taken
reservations-wait-left = Left
reservations-wait-passed = Passed
reservations-wait-leave = Leave the list
reservations-wait-link = { $name }, { $when }
reservations-waits = Waiting list
reservations-waits-none = Nobody waits.
reservations-waits-own = My waiting lists
reservations-walk = Somebody is there
reservations-walk-do = Write down
reservations-walk-end = Until
reservations-walk-thing = What
reservations-walk-who = Name
reservations-week-after = Next week
reservations-week-before = Week before
reservations-week-closed = closed
reservations-week-dates = { $from } to { $to }
reservations-week-days = { $first } to { $last }
reservations-week-hint = For example “9:00–12:30, 14:00–18:00”. Leave days empty on which it is closed.
reservations-week-holidays-off = closed
reservations-week-holidays-usual = as on other days
reservations-week-line = { $days } { $hours }
reservations-week-other = Write other hours
reservations-week-ph = Public holidays
reservations-week-span = { $from } – { $to }
reservations-week-text = Hours in the format of OpenStreetMap
reservations-week-text-hint = For what a week does not say, such as “Mo-Fr 09:00-18:00; Aug off; PH off”. If this field is filled in, it replaces the lines above.
reservations-weekday-1 = Monday
reservations-weekday-2 = Tuesday
reservations-weekday-3 = Wednesday
reservations-weekday-4 = Thursday
reservations-weekday-5 = Friday
reservations-weekday-6 = Saturday
reservations-weekday-7 = Sunday
reservations-weeks = Weeks
reservations-when = { $day }, { $times }
reservations-who = Who
reservations-window-days = Days ahead
reservations-window-days-ahead = up to { $days } days ahead
reservations-window-end = Remove
reservations-window-price = Price of an hour
reservations-window-price-hint = Leave empty if it is the price for all.
reservations-window-set = Terms of a standing
reservations-windows = Terms by standing
reservations-windows-of = Terms by standing: { $name }
reservations-windows-usual = For all: { $days }, { $price }.
reservations-desk-title = { $expected ->
    [0] Nobody is expected, { $there } there
    [one] One person is expected, { $there } there
   *[other] { $expected } people are expected, { $there } there
}
reservations-free-now = { $left ->
    [one] Free until { $time }
   *[other] { $left } free until { $time }
}
reservations-hindrance-open = { $count ->
    [one] One booking ahead is in your name. Cancel it, then try again.
   *[other] { $count } bookings ahead are in your name. Cancel them, then try again.
}
reservations-own-count = { $count ->
    [one] One booking ahead
   *[other] { $count } bookings ahead
}
reservations-sites-count = { $count ->
    [one] You keep one site
   *[other] You keep { $count } sites
}
reservations-touched = { $count ->
    [one] One booking would be cancelled and refunded, and the person told.
   *[other] { $count } bookings would be cancelled and refunded, and the people told.
}
reservations-waits-title = { $count ->
    [0] Nobody waits: { $name }
    [one] One person waits: { $name }
   *[other] { $count } people wait: { $name }
}
reservations-action-site = Site opened
reservations-action-site-changed = Site changed
reservations-action-resource = Resource added
reservations-action-resource-changed = Resource changed
reservations-action-resumed = Site opened again with its place
reservations-action-secrets = Codes of a site renewed
reservations-action-standing = Standing given
reservations-action-standing-ended = Standing ended
reservations-action-window = Booking window changed
reservations-action-order = Order of a waiting list changed
reservations-action-closed = Closure
reservations-action-ended = Site ended with its place
reservations-action-reopened = Opened again
reservations-mail-confirmed-subject = Booking confirmed: { $title }
reservations-mail-confirmed-text = Hello,
    
    Your booking is confirmed: { $title }, { $organisation }, on { $at }.
    { $link }
reservations-mail-refused-subject = Request refused: { $title }
reservations-mail-refused-text = Hello,
    
    The host cannot agree to your request for { $title }, { $organisation }, on { $at }. { $message }
    { $link }
reservations-mail-cancelled-subject = Booking cancelled: { $title }
reservations-mail-cancelled-text = Hello,
    
    The booking of { $title }, { $organisation }, on { $at }, is cancelled. { $message }
    { $link }
reservations-mail-moved-subject = Booking moved: { $title }
reservations-mail-moved-text = Hello,
    
    Your booking of { $title }, { $organisation }, is now on { $at }.
    { $link }
reservations-mail-unanswered-subject = Request without an answer: { $title }
reservations-mail-unanswered-text = Hello,
    
    Your request for { $title }, { $organisation }, on { $at }, was not answered in time. Nothing will be asked of you.
    { $link }
reservations-mail-missed-subject = Booking missed: { $title }
reservations-mail-missed-text = Hello,
    
    Nobody came for { $title }, { $organisation }, on { $at }. The place was released. If you cannot come, please cancel: others wait.
    { $link }
reservations-mail-offered-subject = A place is free: { $title }
reservations-mail-offered-text = Hello,
    
    A place is free for { $title }, { $organisation }, on { $at }. It is kept for you until { $due }. Confirm it or give it back:
    { $link }
reservations-mail-request-subject = Request for a booking: { $title }
reservations-mail-request-text = Hello,
    
    A request waits for your answer: { $title }, { $organisation }, on { $at }.
    { $link }
reservations-poster-page = Page that the sheet opens
reservations-frame-title = Free: { $name }
reservations-conflict-late = It is too late to move this booking. Cancel it, or ask the host.
reservations-conflict-waits = You are already on the waiting list for that time.
reservations-fault-hour = The step must divide an hour: 5, 10, 15, 20, 30 or 60 minutes.
reservations-fault-hours-none = Say at least one day on which it is open.
reservations-fault-hours-overlap = Two openings of this day overlap.
reservations-action-rate = Price by hours added
reservations-action-rate-ended = Price by hours taken away
reservations-action-book = Site charges in its book
reservations-action-book-ended = Site charges no more
reservations-action-plan = Offer added
reservations-action-plan-ended = Offer sold no more
reservations-action-pass = Pass bought or given
reservations-action-user = User of a company account named
reservations-action-user-ended = User of a company account ended
reservations-action-made-good = Made good
reservations-action-invoiced = Month invoiced
reservations-action-credited = Credit note issued
reservations-event-made_good = Made good by the host
reservations-conflict-credits = Not enough is left of this pass for this time. Choose another way to pay.
reservations-conflict-no-book = This site does not charge yet. First choose its book of accounts on the page of invoices.
reservations-conflict-plan = This offer is not, or no longer, for you.
reservations-conflict-plans = A site has a hundred offers at most.
reservations-conflict-users = Two hundred people at most use one account.
reservations-conflict-invoiced = This reservation is invoiced already: it cannot be moved any more.
reservations-conflict-good = Making good is for a reservation that has begun or is over. Before, cancel it: all is given back.
reservations-conflict-month = This month is not over: it is invoiced after its last day.
reservations-fault-rates = A thing has { $most } prices by hours at most.
reservations-fault-plan-amount = Say how many entries or hours the offer gives.
reservations-fault-plan-nothing = The offer gives nothing: choose entries, hours, a budget or a standing.
reservations-fault-plan-budget = Only a company account has a budget.
reservations-fault-plan-lasts = Say how long it lasts, in months or days.
reservations-fault-holder = This offer is for organisations only, or for persons only.
reservations-fault-from = The pass begins today or within sixty days.
reservations-fault-good = At most { $left } are left to give back.
reservations-fault-manager = This offer is for an organisation: give the address of somebody who manages one, and only one.
reservations-missing-address = The address is missing: the invoice cannot be issued.
reservations-unit-ENTREES = Entries
reservations-unit-MIN = Hours
reservations-unit-BUDGET = Budget
reservations-duration-minutes = { $count } min
reservations-left = { $left } left
reservations-plan-monthly = { $amount } each month
reservations-plan-budget-of = budget of { $amount } a month
reservations-plan-standing-of = standing “{ $standing }”
reservations-plan-for = for { $things }
reservations-with-tax = { $net } without tax, { $gross } with tax
reservations-part = { $duration } at { $hour } an hour: { $price }
reservations-part-of = { $name }: { $duration } at { $hour } an hour: { $price }
reservations-part-ceiling = Ceiling of a day: { $price }
reservations-invoicing = Invoices of the month
reservations-invoicing-title = Invoices: { $month }
reservations-invoicing-no-book = The organisation of this site keeps no book here, or you do not keep it: nothing is invoiced, people pay at the place.
reservations-invoicing-choose = This site does not charge yet: people pay at the place. Choose below to charge in the book of its organisation.
reservations-invoicing-not-yours = This site charges in a book that you do not keep.
reservations-invoicing-none = There is nothing to invoice for this month.
reservations-invoicing-behind = These invoices could not be issued
reservations-invoicing-do = Issue the invoices
reservations-months = Months
reservations-party = Complete the record
reservations-party-of = Complete the record of { $name }
reservations-payer-gone = Deleted account
reservations-to-credit = To be credited: { $amount }
reservations-invoiced-on = { $papers }: { $amount } without tax
reservations-notice-invoiced = The invoices are issued.
reservations-book = Book of accounts
reservations-book-what = What is confirmed and has a price is owed, then invoiced at the end of the month in the book of the organisation. Without a book, people pay at the place.
reservations-book-do = Charge in this book
reservations-book-end = Charge no more
reservations-vat = VAT
reservations-vat-hint = Prices are without tax; the invoice adds VAT.
reservations-money = Offers and invoices
reservations-money-what = The offers that this site sells, who has them, and the invoices of each month.
reservations-plans = Offers of the site
reservations-plans-what = What can be bought here beside hours.
reservations-plans-none = No offers yet.
reservations-plan-pooled-short = for an organisation
reservations-plan-audience-of = only for: { $audience }
reservations-plan-ended = Sold no more
reservations-plan-end = Sell no more
reservations-plan-end-this = Sell { $name } no more
reservations-plan-new = New offer
reservations-plan-name = Name
reservations-plan-price = Price without tax
reservations-plan-unit = What it gives
reservations-plan-unit-none = Neither entries nor hours
reservations-plan-unit-ENTREES = Entries
reservations-plan-unit-hint = An entry is a day for one place.
reservations-plan-unit-MIN = Hours
reservations-plan-amount = How many
reservations-plan-each-month = Given anew each month, counted from the first day
reservations-plan-months = Months that it lasts
reservations-plan-days = and days
reservations-plan-things = Good for
reservations-plan-things-hint = Nothing ticked: the whole site.
reservations-plan-standing = Standing given
reservations-plan-standing-hint = For example “member”: its windows and prices hold meanwhile.
reservations-plan-audience = Only for the standing
reservations-plan-pooled = Account of an organisation, shared by its people
reservations-plan-budget = Budget a month
reservations-plan-budget-hint = For an account of an organisation: a ceiling that is not passed.
reservations-plan-add = Add the offer
reservations-offers = Offers and passes
reservations-offers-title = Offers: { $name }
reservations-offers-what = Choose an offer to see and buy it.
reservations-offers-none = No offer is on sale at the moment.
reservations-buy-title = Buy: { $name }
reservations-buy-what = What is left then is lost; if the pass lasts more than a week, a message reminds you seven days before. The price will be on the invoice of the month.
reservations-buy-holder = For
reservations-buy-from = From
reservations-buy-do = Buy
reservations-buy-organisation = This offer is for an organisation, and you manage none.
reservations-notice-bought = The pass is yours.
reservations-notice-given = The pass is given.
reservations-notice-good = It is made good.
reservations-pass-until = until { $day }
reservations-pass-over = ended on { $day }
reservations-passes = My passes and what is left
reservations-users = Who uses this account
reservations-users-none = Nobody yet: name the people who reserve on the organisation’s account.
reservations-user-end = Remove
reservations-user-end-this = Remove { $name }
reservations-user-name = Name
reservations-used = Used
reservations-used-title = Use
reservations-used-what = By person and month: amounts, neither places nor times.
reservations-used-table = Use by person and month
reservations-use-month = Month
reservations-members = Passes in force
reservations-members-none = Nobody has a pass yet.
reservations-give = Give a pass
reservations-give-plan = Offer
reservations-give-gift = A gift: nothing will be invoiced
reservations-give-do = Give
reservations-rates = Prices by hours
reservations-rates-title = Prices by hours: { $name }
reservations-rates-what = Usual price: { $price }. At the hours below another price holds; among several, whoever has a standing pays the least.
reservations-rate-new = New price
reservations-rate-label = Name
reservations-rate-label-hint = For example: Evening.
reservations-rate-hours = Hours
reservations-rate-hours-hint = Syntax of OpenStreetMap, for example Mo-Fr 18:00-22:00.
reservations-rate-standing = Only for the standing
reservations-rate-add = Add the price
reservations-rate-end = Remove
reservations-rate-end-this = Remove { $name }
reservations-paid-by-pass = paid with a pass
reservations-parts = How the price adds up
reservations-taken = Taken from the pass
reservations-taken-back = { $amount }, of which { $back } given back
reservations-papers = Invoice and credit notes
reservations-credited = Credited, without tax
reservations-good = Make good
reservations-good-what = Give back all or part of this reservation. What is invoiced already is credited.
reservations-good-amount = Amount given back, without tax
reservations-good-do = Give back
reservations-means = Pay
reservations-with-pass = { $name } ({ $left })
reservations-with-money = By the hour ({ $price })
reservations-map-what-pass = Passes bought or received, and how long they last
reservations-map-what-user = Who uses the account of an organisation
reservations-map-what-charge = What is owed for a reservation or a pass, and the invoice
reservations-map-what-payer = Which record of the book whoever pays has
reservations-map-kept-pass = { $period } after the end of the pass
reservations-map-kept-user = as long as the organisation lets them
reservations-month-1 = January
reservations-month-2 = February
reservations-month-3 = March
reservations-month-4 = April
reservations-month-5 = May
reservations-month-6 = June
reservations-month-7 = July
reservations-month-8 = August
reservations-month-9 = September
reservations-month-10 = October
reservations-month-11 = November
reservations-month-12 = December
reservations-entries = { $count ->
    [one] one entry
   *[other] { $count } entries
}
reservations-lasts-months = { $count ->
    [one] one month
   *[other] { $count } months
}
reservations-lasts-days = { $count ->
    [one] one day
   *[other] { $count } days
}
reservations-members-title = { $count ->
    [0] No pass in force
    [one] One pass in force
   *[other] { $count } passes in force
}
reservations-invoicing-due = { $count ->
    [one] One invoice to issue, { $amount } without tax.
   *[other] { $count } invoices to issue, { $amount } without tax.
}
reservations-invoicing-not-over = { $count ->
    [0] This month is not over, and nothing is owed.
    [one] This month is not over. One person or organisation owes { $amount } without tax.
   *[other] This month is not over. { $count } people or organisations owe { $amount } without tax.
}
reservations-hindrance-owed = { $count ->
    [one] A reservation or a pass is not invoiced yet: wait for the invoice, or ask the host.
   *[other] { $count } reservations or passes are not invoiced yet: wait for the invoice, or ask the host.
}
reservations-mail-pass-ends-subject = Your pass ends: { $title }
reservations-mail-pass-ends-text = Hello,
    
    Your pass { $title }, { $organisation }, ends on { $due }. What is left will be lost that day:
    { $link }
reservations-told-passes = The end of my passes
reservations-parts-each = How the price adds up, for one
reservations-buy-ends = Begun today, it ends on { $day }.
