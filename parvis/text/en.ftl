home-title = The social and solidarity economy
home-lead = Write a file together, follow it to the decision, see what is supported.
home-open = Open calls
home-none = No call is open at the moment.
home-all-calls = All calls
home-done = What has been supported
home-awards = Projects supported
home-total = Amount awarded
home-accessibility = Accessibility
home-declaration = Accessibility statement
home-declaration-total = Parvis conforms fully to the French accessibility standard (RGAA { $version }).
home-declaration-partial = Parvis conforms partially to the French accessibility standard (RGAA { $version }).
home-declaration-none = Parvis does not conform to the French accessibility standard (RGAA { $version }).
home-declaration-incomplete = { $open ->
    [one] So the law says as long as the audit is not complete: one criterion remains to be assessed. No rate is given until then.
   *[other] So the law says as long as the audit is not complete: { $open } criteria remain to be assessed. No rate is given until then.
}
home-declaration-pledge = { $name } is committed to making its online services accessible, as article 47 of law no. 2005-102 of 11 February 2005 requires. This statement applies to this service. The multi-year accessibility plan and the action plan of the year are not attached yet.
home-declaration-results = State of conformity
home-declaration-counts = Assessed by the authors of the software, as of { $date }. Criteria that hold: { $holds }; that do not: { $fails }; that do not apply to this service: { $absent }; not assessed yet: { $open }.
home-declaration-rate = Share of the applicable criteria that hold: { $rate }.
home-declaration-by-theme = Results by theme
home-declaration-one-by-one = Results by criterion
home-declaration-see-all = See all 106 criteria
home-declaration-theme = Theme
home-declaration-criterion = Criterion
home-declaration-status = State
home-declaration-means = Means
home-declaration-holds = Conforming
home-declaration-fails = Not conforming
home-declaration-absent = Not applicable
home-declaration-open = Not assessed
home-criterion-holds = Conforming
home-criterion-fails = Not conforming
home-criterion-absent = Not applicable
home-criterion-open = Not assessed
home-means-rule = Automatic rule
home-means-script = Scripted check
home-means-hand = Looked at by hand
home-means-reading = Reading the code
home-declaration-inaccessible = Content that is not accessible
home-declaration-faults = Non-conformities
home-declaration-no-faults = None is known today.
home-declaration-burden = Exceptions for disproportionate burden
home-declaration-no-burden = No exception is claimed.
home-declaration-exempt = Content outside the obligation
home-declaration-exempt-what = The files that organisations attach to their applications: the département does not produce them.
home-declaration-made = How this statement was made
home-declaration-made-on = This statement was made on { $date }. It is updated with the software.
home-declaration-method =
    - Technologies: HTML, CSS, SVG, tagged PDF; JavaScript, without being needed.
    - Test environment: Chromium, by keyboard, with and without JavaScript, 1,280 and 320 pixels wide, with text twice as large, with wider spacing and in the dark theme. Pages were looked at by hand in Chromium’s accessibility tree; it has not yet been tried with a screen reader, nor by disabled people.
    - Tools: axe-core, html-validate and the software’s own checks, at each change.
    - Pages checked: home, calls, eligibility, laureates, open data, sign-in, registration, password, legal notice, personal data, site map, this page, refusals; then, for each role, every kind of page that its links lead to: files, readings, desk, organisation, account, administration.
home-declaration-contact = Feedback and contact
home-declaration-contact-how = Is some content or procedure out of your reach? Write to who is responsible for this service. They answer within a week, and show you another way or send you the content in another form.
home-declaration-contact-none = Their address is not published here yet.
home-publisher = The body that runs this service
home-unfilled = (not filled in)
home-declaration-appeal = Appeal
home-declaration-appeal-how = You have reported a fault that keeps you from some content or procedure, and the answer does not satisfy you or does not come? You may:
    
    - [write to the Défenseur des droits](https://www.defenseurdesdroits.fr/nous-contacter-355) (the French ombudsman);
    - [contact their delegate near you](https://www.defenseurdesdroits.fr/carte-des-delegues);
    - send them a letter, free of charge, without a stamp: Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07.
home-legal = Legal notice
home-legal-name = Publisher
home-legal-siret = SIRET
home-legal-address = Address
home-legal-phone = Telephone
home-legal-director = Publication director
home-legal-host = Host
home-legal-contact = Contact
home-legal-text = The software, Parvis, is free: licence AGPL 3.0 or later.
    
    Open data are published under the Licence Ouverte 2.0.
home-privacy = Personal data
home-privacy-text = We keep your name, your e-mail address, your open sessions and the trace of your actions on files, in order to examine requests for support.
    
    No tracker, no audience measurement by others: the only cookies serve to recognise you.
    
    The [register of processing](/donnees-personnelles/registre) says of each piece of data why it is kept, how long and who sees it. From [your account](/compte) you download your data or delete your account.
home-answering = Controller: { $controller }, { $contact }. Data protection officer, to whom everybody may write to exercise their rights: { $officer }, { $write }.
home-settings-missing = Some settings of this service are not filled in yet.
home-job-kind-tidy = Tidying

home-job-kind-idle = End of unused accounts
home-notice-erased = Your account is deleted.
home-register = Register of processing of personal data
home-register-text = This is the register of article 30 of the GDPR. It is drawn from the software’s data map: every column of the database is in it, and a check fails if one is missing.

    The software sends nothing outside the instance but mails to their recipients, and takes no decision by itself.

    Security: passwords and tokens as fingerprints, rights checked at every request, a sealed log, protected forms, backups verified when restored.
home-register-pdf = Download the register (PDF)
home-register-places = Columns
home-register-footer = Register drawn from the data map of Parvis
home-register-column-data = Data
home-register-column-persons = People concerned
home-register-column-recipients = Recipients
home-register-column-retention = Duration
home-register-column-basis = Ground
home-register-column-erasure = When the account is deleted
home-erase-what = Deleting your account erases what concerns you. Submitted files stay with your organisation.
home-erase-not-yet = Your account cannot be deleted yet.
home-erase-gone = What goes
home-erase-kept = What is kept, and why
home-erase-confirm = Confirm
home-erase-final = The deletion is immediate and final. Download your data first if you want to keep a copy. They also leave the backups as those are replaced.
home-erase-address = To confirm, type the e-mail address of your account
home-erase-back = Back to my account
home-erase-first = To be done first
home-fault-own-address = This is not the address of your account.
home-export-title = Your data
home-export-what = All that the service keeps about you, section by section. The JSON file holds the same data, none of them shortened.
home-export-footer = Given to the person concerned at their request (GDPR, articles 15 and 20)
home-export-more = { $count ->
    [one] One older entry is not printed: it is in the JSON file.
   *[other] { $count } older entries are not printed: they are in the JSON file.
}
home-export-yes = yes
home-export-no = no
home-export-section-account = Account
home-export-section-organisations = Organisations
home-export-section-rights = Rights
home-export-section-sessions = Sessions
home-export-section-tokens = Access tokens
home-export-section-mails = Mails received
home-export-section-log = Log
home-export-section-files = Files created or saved
home-export-section-versions = Versions written
home-export-section-attachments = Pieces attached
home-export-section-events = Steps of files
home-export-section-readings = Readings
home-export-section-scores = Points given
home-export-section-decisions = Decisions recorded
home-export-section-rules = Rules set
home-export-section-place-changes = Changes to places and tours
home-export-section-place-pictures = Pictures of places
home-export-section-children = Children declared at a nursery
home-export-section-child-stays = Hours at a nursery
home-export-section-child-waits = Waiting lists of a nursery
home-export-section-gatherings-led = Events that you lead
home-export-section-draw-wishes = Seats asked for by draw
home-export-section-proposals = Proposals made to places
home-export-section-child-files = Files of children
home-export-field-walks = Walks
home-export-field-reader = Reader of the file
home-export-field-given-name = Given name
home-export-field-year = Year of birth
home-export-field-month = Month of birth
home-export-field-contacts = Whom to call
home-export-field-health = Health
home-export-field-fetchers = Who may fetch the child
home-export-field-place = Place or tour
home-export-field-id = Identifier
home-export-field-email = E-mail address
home-export-field-name = Name
home-export-field-language = Language
home-export-field-created-at = Created on
home-export-field-last-use = Last use
home-export-field-second-step = Second factor
home-export-field-role = Role
home-export-field-scope = Scope
home-export-field-scopes = Scope
home-export-field-from = From
home-export-field-until = Until
home-export-field-ended-at = Ended on
home-export-field-browser = Browser
home-export-field-begun-at = Begun on
home-export-field-at = Date
home-export-field-subject = Subject
home-export-field-text = Text
home-export-field-number = Number
home-export-field-action = Action
home-export-field-object = Object
home-export-field-detail = Particulars
home-export-field-title = Project
home-export-field-organisation = Organisation
home-export-field-saved-at = Saved on
home-export-field-file = File
home-export-field-version = Version
home-export-field-answers = Answers
home-export-field-event = Step
home-export-field-message = Message
home-export-field-state = State
home-export-field-conflict = Conflict of interest
home-export-field-comment = Comment
home-export-field-assigned-at = Assigned on
home-export-field-given-at = Given on
home-export-field-criterion = Criterion
home-export-field-points = Points
home-export-field-outcome = Decision
home-export-field-reason = Reason
home-export-field-call = Call
home-export-field-revision = Revision
home-mail-idle-subject = Your account will be deleted
home-mail-idle-text = Hello,

    Your account has not been used for nearly two years. It will be deleted on { $date }.

    To keep it, just sign in: { $link }
    If you no longer need it, there is nothing to do.
home-export-section-passkeys = Passkeys
home-export-section-identities = Identities joined
home-export-section-civil-identity = Civil identity told by FranceConnect
home-export-field-added-at = Added on
home-export-field-joined-at = Joined on
home-export-field-service = Service
home-export-field-siret = SIRET of the employer
home-export-field-employer = Employer
home-export-field-given-names = Given names
home-export-field-birth-name = Birth name
home-export-field-gender = Gender
home-export-field-birth-date = Date of birth
home-export-field-birth-place = Place of birth (INSEE code)
home-export-field-birth-country = Country of birth (INSEE code)
home-departure = An agent leaves
home-departure-what = In one step an agent’s rights and waiting readings pass to a colleague. What they did stays under their name; their sessions and tokens end, their account remains.
home-departure-from = Who leaves
home-departure-to = Who takes over
home-departure-do = Hand over
home-fault-departure-same = Choose two different people.
home-notice-departure = Handed over. The agent’s rights have ended.
home-job-kind-bounces = Mails that came back
home-export-section-address = Mails that came back from your address
home-export-section-notices = Notices
home-export-section-notice-choices = Settings of notices
home-export-section-browsers = Browsers seen before
home-export-field-code = Code
home-export-field-kind = Kind
home-export-field-link = Page
home-export-field-channel = Way
home-export-field-read-at = Read on
home-export-field-sent-at = Sent on
home-export-section-balances = Member accounts
home-export-section-transfers = What was paid
home-export-field-account = Account
home-export-field-purpose = Use
home-export-field-unit = Unit
home-export-field-balance = Balance
home-export-field-amount = Amount (in cents for euros)
home-export-field-label = Reason
home-export-field-reference = Reference
home-export-field-effective = Effective date
home-looks = Who looked at your sensitive data
home-looks-what = Pieces that you attached to a file and conflicts of interest that you declared, opened by somebody outside your organisations. One line stands for a whole day.
home-looks-none = Nobody looked at them.
home-export-section-claims = What you owe and have paid
home-export-field-paid = Paid
home-export-field-refunded = Refunded
home-export-field-due = Due
home-export-section-bookings = Bookings
home-export-section-passes = Passes of sites
home-export-section-charges = What you owe to sites
home-export-field-papers = Invoice and credit notes
home-export-section-waits = Waiting lists
home-export-section-standings = What sites know one to be
home-export-section-meeting-profile = Meeting profile
home-export-section-introductions = Meetings asked for and received
home-export-section-turned-down = People turned down
home-export-section-ideas = Project ideas
home-export-section-outcomes = What came of meetings
home-export-field-visible = Seen by
home-export-field-offers = Offers
home-export-field-seeks = Seeks
home-export-field-form = Kind of body
home-export-field-places = Places
home-export-field-languages = Languages
home-export-field-about = Anything else
home-export-field-person = Person
home-export-field-quantity = How many
home-export-field-to = To
home-export-field-units = Place given
home-export-field-standing = Standing
home-export-section-address-book = Address book of books of accounts
home-export-section-mandates = Direct debit mandates
home-export-section-payments-received = Transfers made out to you
home-export-section-payments-prepared = Transfers that you prepared or approved
home-export-section-invoices = Invoices and credit notes made out to you
home-export-section-gift-receipts = Receipts for gifts
home-export-section-reminders = Reminders
home-export-field-book = Book of accounts
home-export-field-street = Street and number
home-export-field-postcode = Postcode
home-export-field-town = Town
home-export-field-siren = SIREN
home-export-field-iban = IBAN
home-export-field-bic = BIC
home-export-field-mandate = Unique mandate reference
home-export-field-level = Level
home-draft = Make a file of this idea
home-draft-what = A draft is begun in the call that you choose, in the name of the organisation that you choose. Title and summary are taken over, and everything can still be changed.
home-draft-call = Call for projects
home-draft-organisation = Organisation that would run the project
home-draft-do = Begin the draft
home-draft-no-organisation = A file belongs to an organisation. Enter yours, or ask another member of the idea to do it.
home-draft-no-call = No call is open for now.
home-conflict-draft = This organisation has already begun a file for this call: open it and complete it.
home-notice-draft = The draft is begun, with the title and the summary of the idea.
