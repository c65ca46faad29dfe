calls-title = Calls for projects
calls-title-what = { $count ->
    [0] No call is open at the moment.
    [one] One call is open.
   *[other] { $count } calls are open.
}
calls-none = Try a shorter or more common word.
calls-found = { $count ->
    [0] No call matches.
    [one] One call matches.
   *[other] { $count } calls match.
}
calls-open = Open
calls-closed = Closed
calls-search = Search
calls-next-cut-off = Next cut-off: { $at }
calls-next-cut-off-long = Files submitted before { $at } are examined in the next session; those that come later go to the one after.
calls-no-cut-off = Open all year; the next session has no date yet.
calls-open-all-year = Open all year
calls-apply = Apply
calls-eligibility = May I apply?
calls-eligibility-check = Check whether I may apply
calls-eligibility-what = Answer these questions for the call “{ $call }”.
calls-eligibility-unanswered = Answer at least one question to see the result.
calls-eligibility-do = See the result
calls-eligibility-nothing-kept = No account needed; your answers are not kept.
calls-eligible = You may apply: all conditions are met.
calls-eligible-so-far = Nothing against it so far; answer the remaining questions.
calls-not-eligible = At least one condition is not met.
calls-met = met
calls-not-met = not met
calls-yes = Yes
calls-no = No
calls-support = What is supported
calls-line-rate = at most, up to { $rate } of the eligible budget
calls-line-rule = { $rate } of the eligible budget, at most { $cap }.
calls-line-base = Eligible budget
calls-line-amount = Amount asked for
calls-line = Line
calls-amount = Amount
calls-project-cap = Cap per project
calls-project-cap-what = all lines together
calls-pieces-needed = What to have ready
calls-rubric = Criteria
calls-weight = (weight { $weight })
calls-sessions = Sessions
calls-cut-off-at = Cut-off: { $at }
calls-see-laureates = { $count ->
    [one] See the laureate
   *[other] See the { $count } laureates
}
calls-legal-basis = Legal basis: { $text }
calls-laureates = Laureates
calls-laureates-of = Laureates – { $call }
calls-laureates-sum = { $count ->
    [0] No project supported
    [one] One project supported with { $total }
   *[other] { $count } projects supported with { $total }
}
calls-awarded-by-session = Amounts awarded by session
calls-source-decisions = Source: decisions recorded in this service, amounts awarded.
calls-column-organisation = Organisation
calls-column-project = Project
calls-column-session = Session
calls-column-amount = Awarded
calls-column-number = Number
calls-column-state = State
calls-column-asked = Asked for
calls-column-mean = Mean
calls-data = Open data
calls-data-what = { $count ->
    [0] No grant published yet.
    [one] One grant published.
   *[other] { $count } grants published.
}
calls-data-scdl = Grants awarded, SCDL 2.1.1 format
calls-data-scdl-what = The essential data of grant agreements, in the national schema.
calls-data-api = Programming interface (API)
calls-data-api-what = Calls and grants in JSON, described in OpenAPI.
calls-data-licence = Licence Ouverte 2.0 (open licence).
calls-need-organisation = A file belongs to an organisation, not to a person. Register yours first, or ask its manager to invite you.
calls-choose-organisation = For which organisation is this file?
calls-other-organisation = Another organisation
calls-begin = Begin
calls-begin-for = Begin a file for { $name }
calls-files = My files
calls-files-none = You have no file yet.
calls-files-count = { $count ->
    [one] One file.
   *[other] { $count } files.
}
calls-see-calls = See the open calls
calls-untitled = Untitled project
calls-saved-at = Saved on { $at }
calls-file-draft = draft
calls-file-submitted = submitted
calls-file-incomplete = to be completed
calls-file-complete = complete
calls-file-ineligible = not eligible
calls-file-awarded = laureate
calls-file-refused = not chosen
calls-file-withdrawn = withdrawn
calls-file-means-draft = Several of you can work on it; everything is saved as you go.
calls-file-means-submitted = The file is submitted. The service checks that it is complete.
calls-file-means-incomplete = The service asks you for more: complete the file, then submit it again.
calls-file-means-complete = The file is complete and being examined.
calls-file-means-ineligible = The file is outside the rules of the call.
calls-file-means-awarded = The project is a laureate.
calls-file-means-refused = The project was not chosen.
calls-file-means-withdrawn = You took this file back.
calls-steps = Steps of the file
calls-step-request = The request
calls-step-review = Review and submit
calls-step-before = Previous step
calls-save-and-next = Save and continue
calls-save-and-review = Save and review
calls-next-anyway = Continue without correcting
calls-cap-and-asked = At most { $cap } per project; asked for so far: { $asked }.
calls-street = Number and street
calls-project-title = Title of the project
calls-project-title-hint = A few words that everybody understands.
calls-accepted = PDF, images and office documents, at most { $limit }.
calls-choose-file = File to add
calls-choose-file-for = File to add: { $name }
calls-no-piece = No file yet.
calls-manage-pieces = { $max ->
    [one] Add or remove the file
   *[other] Add or remove files ({ $max } at most)
}
calls-remove = Remove
calls-remove-piece = Remove the file { $name }
calls-send = Send the file
calls-send-piece = Send the file: { $name }
calls-unanswered = no answer
calls-asked-of = (of an eligible budget of { $base })
calls-asked-on = Asked for, { $line }
calls-ready = All is ready: read it again, then submit.
calls-goes-to = Submitted now, the file will be examined in the session “{ $session }” (cut-off: { $at }).
calls-goes-to-next = Submitted now, the file will be examined in the next session.
calls-submit = Submit the file
calls-submit-again = Submit again
calls-not-ready = A few more answers before you submit
calls-not-submitted = The file was not submitted
calls-what-you-wrote = The file
calls-named-fault = { $name }: { $what }
calls-pieces-wanted = What is asked for
calls-continue = Continue the file
calls-receipt = Receipt (PDF)
calls-letter = Letter of decision (PDF)
calls-in-session = Session “{ $session }”, cut-off: { $at }
calls-timeline = What happened
calls-pieces = Attachments
calls-versions = Versions
calls-version = Version { $number }
calls-back-to-file = Back to the file
calls-withdraw = Take the file back
calls-withdraw-what = The file will no longer be examined. You may submit another one.
calls-withdraw-do = Take it back for good
calls-due = to be sent before { $date }
calls-event-begun = File begun
calls-event-submitted = File submitted
calls-event-completed = Additions submitted
calls-event-incomplete = Additions asked for
calls-event-complete = File complete
calls-event-ineligible = File not eligible
calls-event-opinion = Opinion given
calls-event-decided = Decision recorded
calls-event-awarded = Decision published: laureate
calls-event-refused = Decision published: not chosen
calls-event-withdrawn = File taken back
calls-desk = Desk
calls-waiting = { $count ->
    [0] Nothing awaits you today
    [one] One file awaits you
   *[other] { $count } files await you
}
calls-waiting-nothing = Files to check, to have read and to decide will show here.
calls-waits-check = To check
calls-waits-readers = Readers to name
calls-waits-decide = To decide
calls-waits-publish = To publish
calls-filed-count = { $count ->
    [0] no file submitted
    [one] one file submitted
   *[other] { $count } files submitted
}
calls-files-filed = Submitted files
calls-all-states = All states
calls-read-of = { $given } of { $asked } opinions
calls-state-draft = being prepared
calls-state-open = open
calls-state-closed = closed
calls-state-means-draft = Only officers see the call. It needs at least one budget line and one session before it opens.
calls-state-means-open = The call is public and takes files.
calls-state-means-closed = The call is public and takes no new files.
calls-set-open = Open the call
calls-set-closed = Close the call
calls-set-draft = Prepare again
calls-session-open = open
calls-session-frozen = frozen
calls-session-published = published
calls-session-is-published = The decisions are published and the letters sent.
calls-session-all-decided = All files are decided: the session can be published.
calls-session-undecided = { $count ->
    [one] One file still waits for a decision.
   *[other] { $count } files still wait for a decision.
}
calls-envelope = Envelope
calls-envelope-of = Envelope: { $line }
calls-publish = Publish the session
calls-publish-what = The laureates become public, the grants join the open data, each organisation gets its letter.
calls-publish-do = Publish and send the letters
calls-decision-reference = Reference of the deliberation
calls-decided-on = Date of the deliberation
calls-to-decision = Opinions and decision
calls-the-file = The file
calls-read-file = Read the file
calls-check = Check
calls-check-do = Record the check
calls-check-message = Message to the organisation
calls-check-message-hint = What to send, or why the file is not eligible. The organisation receives it as it is.
calls-check-due = Answer wanted on
calls-verdict = Is the file complete?
calls-verdict-complete = It is complete
calls-verdict-missing = Something is missing
calls-verdict-ineligible = It is outside the rules of the call
calls-readers = Readers
calls-readers-wanted = { $have } of { $want } readers planned.
calls-readers-per-file = Readers per file
calls-ask-readers = Ask for an opinion from
calls-ask-readers-do = Send to the readers
calls-reading-asked = to read
calls-reading-reading = reading
calls-reading-recused = stepped aside
calls-reading-given = opinion given
calls-decision-on = Decision on file { $number }
calls-opinions = Readers’ opinions
calls-no-opinions = No opinion has been given yet.
calls-mean-of = { $count ->
    [one] from one reader
   *[other] from { $count } readers
}
calls-recused-count = { $count ->
    [one] one reader stepped aside
   *[other] { $count } readers stepped aside
}
calls-no-opinion = no opinion
calls-scores = Weighted mean by reader
calls-scores-caption = As a percentage of the possible points; a criterion without an opinion does not count. Source: opinions given.
calls-money = Amounts
calls-left = Left
calls-left-what = Left: what the envelope of the session still allows to award.
calls-money-line = Asked for: { $asked } of an eligible budget of { $base }
calls-money-left = { $left } left of an envelope of { $envelope }
calls-awarded-on = Awarded: { $line }
calls-decide = Decide
calls-decide-do = Record the decision
calls-decided = Decision
calls-outcome = Decision
calls-outcome-awarded = Laureate
calls-outcome-refused = Not chosen
calls-reason = Reason
calls-reason-hint = The organisation reads it in its letter.
calls-not-yet-decidable = A decision will be possible once the file is complete and in a session.
calls-new = New call
calls-new-what = The call stays invisible until it opens. Lines, eligibility, form and rubric come next.
calls-create = Create the call
calls-edit-title = Title
calls-edit-summary = Summary
calls-edit-summary-hint = One or two sentences, on the list of calls.
calls-edit-body = Text of the call
calls-edit-body-hint = Markdown: ### heading, - list, **bold**.
calls-edit-legal = Legal basis
calls-public-page = See the public page
calls-desk-text = Text
calls-desk-state = State
calls-sessions-none = No session.
calls-lines-first = Define the budget lines first.
calls-add-session = Add a session
calls-session-title = Name of the session
calls-cut-off = Cut-off (included)
calls-part-lignes = Budget lines
calls-part-eligibilite = Eligibility
calls-part-formulaire = Form
calls-part-grille = Rubric
calls-part-what-lignes = For each line: the share of the eligible budget and the cap. Applicants see at once what they can obtain.
calls-part-what-eligibilite = Questions that anyone can answer without an account, with the rule behind each.
calls-part-what-formulaire = The questions of the file, step by step. A file that was begun keeps the form it began with.
calls-part-what-grille = What readers score. A criterion without an opinion does not count as zero.
calls-rows-what = Empty a row to remove it; new empty rows appear after saving.
calls-rule-row = Row { $number }
calls-rule-lignes-name = Name of the line
calls-rule-lignes-rate = Rate (%)
calls-rule-lignes-cap = Cap
calls-rule-eligibilite-question = Question
calls-rule-eligibilite-test = Met when
calls-rule-eligibilite-value = Value
calls-rule-eligibilite-otherwise = Explanation otherwise
calls-rule-formulaire-section = Step
calls-rule-formulaire-label = Question
calls-rule-formulaire-help = Help
calls-rule-formulaire-kind = Kind of answer
calls-rule-formulaire-detail = Detail
calls-rule-detail-what = Detail: the greatest length of a text, or the options of a choice separated by semicolons; for a table, the number of rows then the columns, separated likewise.
calls-rule-formulaire-required = Required
calls-rule-grille-label = Criterion
calls-rule-grille-help = What the points mean
calls-rule-grille-max = Points at most
calls-rule-grille-weight = Weight
calls-test-yes = the answer is yes
calls-test-no = the answer is no
calls-test-kind_in = the form is among
calls-test-postcode_starts = the postcode begins with
calls-test-at_least = the number is at least
calls-test-at_most = the number is at most
calls-kind-text = Short text
calls-kind-long_text = Long text
calls-kind-number = Number
calls-kind-money = Amount
calls-kind-date = Date
calls-kind-choice = Choice
calls-kind-table = Table
calls-kind-budget = Balanced budget
calls-kind-address = Address
calls-kind-files = Files
calls-readings = My readings
calls-readings-none = No file has been given to you yet
calls-readings-waiting = { $count ->
    [0] You have given all your opinions
    [one] One opinion is awaited from you
   *[other] { $count } opinions are awaited from you
}
calls-readings-done = Readings done
calls-reading-of = Reading of file { $number }
calls-declare = Have you any tie with this organisation or project?
calls-declare-what = Before you read: a personal, professional, financial or voluntary tie with the organisation or its leaders is a conflict of interest.
calls-declare-answer = Your declaration
calls-declare-which = If so, which tie?
calls-declare-do = Declare
calls-conflict-answer-none = No, none
calls-conflict-answer-some = Yes, I step aside
calls-you-recused = You stepped aside from this file.
calls-your-opinion = Your opinion
calls-your-opinion-what = “No opinion” does not count as zero: the criterion is left out of your mean.
calls-points = Points
calls-criterion-comment = Comment: { $criterion }
calls-opinion-comment = Opinion on the whole
calls-give = Give the opinion
calls-keep = Keep as a draft
calls-number = Number
calls-call = Call
calls-project = Project
calls-organisation = Organisation
calls-submitted-at = Submitted on
calls-receipt-title = Receipt of submission
calls-receipt-text = The département has received the file described below.
calls-receipt-next = The service now checks that the file is complete and will write to you if anything is missing. This receipt says nothing of the decision.
calls-letter-service = Social and solidarity economy
calls-letter-place-date = { $town }, { $date }
calls-letter-greeting = Dear Sir or Madam,
calls-letter-awarded-title = Your project is a laureate
calls-letter-refused-title = The decision on your file
calls-letter-awarded = I am glad to tell you that your project “{ $title }”, submitted to the call “{ $call }” (session “{ $session }”), is supported by the département with { $amount } (deliberation { $reference }).
calls-letter-refused = Your project “{ $title }”, submitted to the call “{ $call }” (session “{ $session }”), was not chosen (deliberation { $reference }).
calls-letter-reason = Reason for the decision
calls-letter-awarded-end = An agreement will be sent to you for signature.
calls-letter-refused-end = The call being permanent, you may submit a new file to a later session.
calls-letter-appeal = This decision can be contested before the { $court } within two months of its notification.
calls-mail-receipt-subject = File { $number } submitted
calls-mail-receipt-text = Hello,
    
    Your file “{ $title }” has been submitted as { $number }.
    Its receipt and progress: { $link }
calls-mail-missing-subject = File { $number }: additions asked for
calls-mail-missing-text = Hello,
    
    To examine your file { $number } we need more:
    { $message }
    Answer wanted: { $due }
    { $link }
calls-mail-ineligible-subject = File { $number }: not eligible
calls-mail-ineligible-text = Hello,
    
    Your file { $number } is outside the rules of the call:
    { $message } { $due }
    { $link }
calls-mail-letter-subject = File { $number }: decision
calls-mail-letter-text = Hello,
    
    The decision on your file { $number } is attached to this message and available here: { $link }
calls-notice-submitted = File submitted. The receipt is available below.
calls-notice-withdrawn = File taken back.
calls-notice-attached = File received.
calls-notice-detached = File removed.
calls-notice-checked = Check recorded.
calls-notice-assigned = Readers asked.
calls-notice-decided = Decision recorded.
calls-notice-published = Session published; the letters are on their way.
calls-notice-created = Call created. Define its budget lines.
calls-notice-saved = Changes saved.
calls-notice-opened = The call is open.
calls-notice-closed = The call is closed.
calls-notice-session = Session added.
calls-notice-recused = Thank you: you have stepped aside from this file.
calls-notice-opinion = Opinion given. Thank you.
calls-fault-above-obtainable = This line can give at most { $most } (cap { $cap }).
calls-fault-nothing-asked = Ask for an amount on at least one line.
calls-fault-above-project-cap = The total is above the cap of { $cap } per project.
calls-fault-file = Add this file.
calls-fault-files = { $max ->
    [one] At most one file.
   *[other] At most { $max } files.
}
calls-fault-file-kind = “{ $name }” is neither a PDF, an image nor an office document, or its name ends otherwise than its content. Save it as PDF, then send it again.
calls-fault-unbalanced = The budget does not balance: { $expenses } of expenses, { $income } of income, { $gap } apart.
calls-fault-title-taken = Too many calls have this title.
calls-fault-cut-off-past = Choose a date to come.
calls-fault-not-a-reader = This person is not a reader.
calls-fault-own-organisation = This person is a member of the organisation.
calls-fault-empty-opinion = Give at least one score or a comment.
calls-fault-above-asked = At most the amount asked for: { $asked }.
calls-fault-envelope = Only { $left } is left in the envelope.
calls-fault-nothing-awarded = Give the amount awarded.
calls-fault-rate = Give a rate from 0 to 100, for example 50.
calls-fault-kinds = Choose among: { $kinds }
calls-fault-whole-number = Give a whole number.
calls-fault-detail = This detail does not fit the kind of answer.
calls-conflict-closed = The call is closed: it takes no new files.
calls-conflict-filed = The file is submitted: it can no longer be changed.
calls-conflict-stale = This file was changed meanwhile by another member or another tab. What you typed is shown below but not saved: reload the page, then enter it again.
calls-conflict-no-file = Choose a file first.
calls-conflict-no-lines = Define at least one budget line before opening the call.
calls-conflict-no-session = Add a session before opening the call.
calls-conflict-not-readable = Only a submitted, undecided file can be read.
calls-conflict-opinion-given = The opinion has already been given.
calls-conflict-declare-first = Declare first that there is no conflict of interest.
calls-conflict-decided = This file has already been decided.
calls-conflict-not-in-session = This file is in no session.
calls-conflict-published = The session is published: its decisions no longer change.
calls-conflict-not-complete = Check first that the file is complete.
calls-conflict-not-frozen = The session still takes files: it can be published after its cut-off.
calls-conflict-undecided = { $count ->
    [one] One file still waits for a decision.
   *[other] { $count } files still wait for a decision.
}
calls-action-call-created = Call created
calls-action-text-changed = Text of the call changed
calls-action-rules-changed = Rules of the call changed
calls-action-state-set = State of the call changed
calls-action-session-added = Session added
calls-action-session-frozen = Session frozen
calls-action-session-published = Session published
calls-action-file-begun = File begun
calls-action-file-submitted = File submitted
calls-action-file-withdrawn = File taken back
calls-action-file-checked = File checked
calls-action-file-decided = File decided
calls-action-piece-attached = Piece attached
calls-action-piece-removed = Piece removed
calls-action-reader-asked = Reader asked
calls-action-conflict-declared = Declaration of interests
calls-action-opinion-given = Opinion given

calls-job-kind-freeze = End of a session
calls-job-kind-receipt = Receipt
calls-job-kind-notice = Request for pieces
calls-job-kind-letter = Letter of decision

calls-action-draft-erased = Draft deleted
calls-job-kind-drafts = End of abandoned drafts
calls-conflict-erase-files = You are the last manager of { $organisation }, which has files under examination or written with others: name another manager, or withdraw the file in progress, before you delete your account.
calls-mail-draft-subject = Your draft will be deleted
calls-mail-draft-text = Hello,

    The draft of { $organisation } for the call “{ $call }” has not been changed for a long time.
    Unless it changes, it will be deleted on { $date }, with its pieces.

    To keep it, open it and save a change: { $link }
calls-map-persons-writers = Members of the organisations that apply, officers, readers
calls-map-persons-readers = Readers (jury)
calls-map-persons-officers = Officers of the département
calls-map-purpose-reading = Gathering readers’ opinions and keeping conflicts of interest out
calls-map-purpose-decision = Running calls and accounting for them
calls-map-what-file = Title and answers of the file, in all its versions
calls-map-what-attachment = Names of the pieces attached to files
calls-map-what-message = Messages of the examination: additions asked for, reasons
calls-map-what-author = Number and date of whoever created, saved, attached or submitted
calls-map-what-reader = Assignment of a reader: number, state, dates
calls-map-what-conflict = Declared conflict of interest
calls-map-what-reading = Opinion and points of a reader
calls-map-what-officer = Number and date of the officer who set a rule, assigned a reader or decided
calls-map-kept-file = Draft: { $period } without a change, announced by a mail two weeks ahead. Submitted file: as agreed with the département’s archives
calls-map-kept-record = As long as the file or the call
calls-map-seen-reading = The reader and officers of the département
calls-map-seen-officers = Officers of the département
calls-map-keep-opinion = An opinion that was given is the reason for a public decision: it stays, without a name. One only begun is deleted.
calls-four-eyes = Four eyes: whoever recorded a decision of the session does not publish it
calls-conflict-four-eyes = This call asks for four eyes: you recorded a decision of this session, another officer must publish it.

calls-told-received = Application filed by your organisation
calls-told-checked = Missing pieces and eligibility
calls-told-decided = Decisions on your applications
calls-told-ending = Deletion of an abandoned draft
calls-told-reminder = Reminders before a session closes
calls-told-filed = Applications received by the département
calls-told-assigned = Applications that you are asked to read
calls-told-unread = Reminders of readings to be given
calls-mail-filed-subject = Application { $number } received from { $organisation }
calls-mail-filed-text = Hello,

    { $organisation } has filed the application { $number }: “{ $title }”.
    { $link }
calls-mail-assigned-subject = You are asked to read an application: { $number }
calls-mail-assigned-text = Hello,

    You are asked to read the application { $number }, “{ $title }”.
    { $link }
calls-mail-reminder-subject = Your application is still a draft: { $call }
calls-mail-reminder-text = Hello,

    The application of { $organisation } for the call “{ $call }” is not filed yet.
    To be examined at the next session it must be filed before { $at }.
    { $link }
calls-mail-unread-subject = { $count ->
    [one] One application waits for your reading
   *[other] { $count } applications wait for your reading
}
calls-mail-unread-text = { $count ->
    [one] Hello, one application still waits for your reading in the call “{ $call }”. The session closes on { $at }. { $link }
   *[other] Hello, { $count } applications still wait for your reading in the call “{ $call }”. The session closes on { $at }. { $link }
}
calls-job-kind-reminders = Reminders
calls-guests = Guests of this file
calls-guests-none = Nobody outside the organisation has access to it.
calls-guests-what = Somebody outside your organisation can read or complete this file, and nothing else, until the date you choose. They can neither submit it nor take it back. You end this access whenever you want.
calls-guest-invite = Invite to this file
calls-guest-invite-do = Invite
calls-guest-right = This person may
calls-guest-may-guest = Read the file and its pieces
calls-guest-may-contributor = Read and complete the file
calls-guest-end = End
calls-guest-end-this = End the access of { $name }
calls-guest-cannot-submit = The file is ready. The organisation can submit it; a guest cannot.
calls-notice-guest = Invitation sent.
calls-notice-guest-ended = The access has ended.
calls-fault-guest-long = An access lasts a year at most: until { $date }.
calls-conflict-guest-is-member = This person is a member of the organisation and has access to its files already.
calls-conflict-guests = This file has twenty guests already. End an access first.
calls-mail-guest-subject = A file is shared with you
calls-mail-guest-text = Hello,

    { $organisation } gives you access to one of its files until { $date }:
    { $file }
    If you have no password yet, choose one by this link within seven days:
    { $link }
calls-rights = Officers and readers
calls-rights-what = These people have access to this call alone, its sessions and its files. Those with a right in the whole service are not listed here.
calls-rights-none = Nobody has a right in this call alone.
calls-looks = Pieces opened
calls-looks-what = People outside the organisation who opened a piece, once a day for each piece.
calls-piece-gone = piece taken out
calls-action-piece-seen = Piece of a file opened
calls-action-conflict-seen = Declaration of interests looked at
calls-action-list-seen = List of files exported
