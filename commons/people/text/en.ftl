people-sign-in = Sign in
people-sign-in-do = Sign in
people-email = E-mail address
people-password = Password
people-new-password = New password
people-new-password-hint = At least 12 characters. A sentence you will remember is better than a complicated word.
people-forgotten = Forgotten password
people-forgotten-what = Give your address: if an account matches it, a link will be sent there to choose a new password.
people-no-account = No account yet?
people-register = Create an account
people-register-what = Give your name and address: you will receive a link to choose your password. The account is yours; files belong to your organisation.
people-name = Full name
people-send-link = Get a link
people-link-sent = Check your mail
people-link-sent-what = A message is on its way to { $email } with a link that works for two hours. If it does not arrive, look in the junk mail and check the address.
people-link-sent-demonstration = In the demonstration no mail leaves: the administrator finds it under Administration, Jobs and mails.
people-choose-password = Choose a password
people-choose-password-what = For the account { $email }. Sessions open elsewhere will end.
people-choose-password-do = Save and sign in
people-account = My account
people-organisations = My organisations
people-organisations-none = You are not a member of any organisation. Register yours, or ask its manager to invite you.
people-new-organisation = Register an organisation
people-new-organisation-what = You will be its first manager and may invite your colleagues. Give at least one of the two numbers: SIRET or RNA.
people-org-name = Name of the organisation
people-org-kind = Form
people-org-siret = SIRET number
people-org-siret-hint = 14 digits, on the INSEE statement.
people-org-rna = RNA number
people-org-rna-hint = W and 9 digits, on the prefecture’s receipt.
people-org-address = Address of the seat
people-org-postcode = Postcode
people-org-city = Town
people-kind-association = Association
people-kind-fondation = Foundation
people-kind-mutuelle = Mutual society
people-kind-cooperative = Co-operative
people-kind-esus = ESUS-approved enterprise
people-kind-siae = Work-integration enterprise
people-kind-esat = Sheltered work establishment
people-kind-ptce = Territorial cluster of economic co-operation
people-kind-entreprise = Other enterprise
people-kind-public = Public body
people-invented = demonstration
people-members = Members
people-members-what = Managers invite and remove members; all may write and file applications.
people-member-end = Remove
people-member-end-this = Remove { $name } from the organisation
people-invite = Invite a member
people-invite-do = Invite
people-role = Role
people-role-administrator = Administrator
people-role-officer = Département officer
people-role-reader = Reader (jury)
people-role-manager = Manager
people-role-member = Member
people-role-contributor = Guest of one file, may write
people-role-guest = Guest of one file, may read
people-role-treasurer = Treasurer of one book of accounts
people-role-officer-scoped = Département officer, for one call for projects
people-role-reader-scoped = Reader (jury), for one call for projects
people-correct = Correct the record
people-save = Save
people-sessions = Open sessions
people-sessions-what = The devices on which your account is signed in. End those you do not recognise.
people-session-unknown = Unknown device
people-session-seen = Last used: { $at }
people-session-current = this session
people-session-end = End
people-session-end-this = End the session begun on { $at }
people-tokens = Access tokens
people-tokens-what = For a program to read or write in your place through the API. A token has your rights, no more and no less, and expires after a year.
people-token-once = Copy this token now: it will not be shown again.
people-token-until = Until { $at }
people-token-end = Revoke
people-token-end-this = Revoke the token { $name }
people-token-name = What the token is for
people-token-scopes = Scope
people-token-scope-read = Read
people-token-scope-read-write = Read and write
people-token-new = Create a token
people-administration = Administration
people-rights = Rights
people-rights-held = Rights in force
people-right-end = End
people-right-end-this = End the right of { $name }
people-right-give = Give a right
people-right-give-do = Give this right
people-right-until = Until
people-right-scope = Where
people-right-scope-all = The whole service
people-right-in = { $role }: { $scope }
people-right-lasting = without an end
people-fault-right-over = Choose a date to come.
people-fault-administrator-scope = An administrator is one for the whole service.
people-right-until-hint = Leave empty for a right without an end.
people-jobs = Jobs and mails
people-jobs-what = What the service does in the background: sending mails, letters, freezing sessions. A job that fails eight times stops and waits for your decision.
people-jobs-none = Nothing in this state.
people-mails-wait = Without a mail server in the settings, mails wait here.
people-job-ready = Waiting
people-job-running = Running
people-job-done = Done
people-job-dead = Failed
people-job-since = Since { $at }
people-job-attempts = { $count ->
    [0] no try
    [one] one try
   *[other] { $count } tries
}
people-job-retry = Try again
people-job-planned = Planned for { $at }
people-job-kind-mail = Mail
people-journal = Log
people-journal-what = Each entry bears the fingerprint of the one before: a later change shows. The command “parvis check” verifies the whole chain.
people-journal-number = No.
people-journal-at = Date
people-journal-actor = Who
people-journal-action = What
people-journal-object = Object
people-journal-hash = Fingerprint
people-journal-system = the service
people-action-account-created = Account created
people-action-password-set = Password chosen
people-action-signed-in = Signed in
people-action-organisation-created = Organisation registered
people-action-organisation-changed = Organisation corrected
people-action-grant-given = Right given
people-action-grant-prolonged = Right prolonged
people-action-grant-ended = Right ended
people-action-token-created = Token created
people-action-token-ended = Token revoked
people-action-job-retried = Job tried again
people-notice-signed-out = You are signed out.
people-notice-password = Password saved.
people-notice-session-ended = Session ended.
people-notice-token-ended = Token revoked.
people-notice-organisation = Organisation registered.
people-notice-saved = Changes saved.
people-notice-invited = Invitation sent.
people-notice-removed = Member removed.
people-notice-right-given = Right given.
people-notice-right-ended = Right ended.
people-notice-job = Job sent round again.
people-mail-link-subject = Your link to choose a password
people-mail-link-text = Hello,

    To choose your password, open this link within two hours:
    { $link }

    If you did not ask for it, ignore this message.
people-mail-invited-subject = Invitation to join an organisation
people-mail-invited-text = Hello,

    You are invited to work on the files of { $organisation }.
    To choose your password, open this link within seven days:
    { $link }
people-fault-sign-in = Wrong address or password. After several tries you have to wait.
people-fault-password-short = Choose at least 12 characters.
people-fault-password-long = Choose at most 200 characters.
people-fault-password-simple = This password repeats too few different characters.
people-fault-password-own-name = The password must not contain your name or address.
people-fault-siret = This SIRET number is not valid: check its 14 digits.
people-fault-rna = This RNA number is not valid: W and 9 characters.
people-fault-siret-or-rna = Give a SIRET or an RNA number.
people-fault-postcode = Give a postcode of 5 digits.
people-fault-organisation-known = This organisation is already registered. Ask its manager to invite you.
people-conflict-last-manager = An organisation always keeps a manager: name another first.
people-conflict-last-administrator = There must always be an administrator: name another first.

people-code = Second step
people-code-what = Your password is right. Now type the code that your application shows, or one of your spare codes.
people-code-field = Code
people-code-lost = Lost both telephone and spare codes? The administrator of the service can take your second step away.
people-fault-code = This code is not the right one, or it has been used. Wait for the next and type that.
people-fault-proof = This is not the password of this account.
people-fault-password-breached = This password is in a list of stolen passwords. Choose another.
people-notice-sign-in-again = The code was not typed in time, or too many times: sign in again.
people-ask-again = Confirm that it is you
people-ask-again-what = This touches money, rights or personal data. You last proved who you are more than five minutes ago; what you typed is kept.
people-ask-again-do = Confirm
people-second-step = Second step
people-second-step-short = A code of six digits from an application protects your account even if the password is stolen.
people-second-step-manage = Manage the second step
people-second-step-what = When you sign in, a code of six digits is asked for after the password. An application on your telephone or computer gives it, without a network.
people-second-step-waits = Your rights as an officer or administrator are waiting: they take effect once the second step is set up.
people-second-step-application = Have an application for codes ready, for instance FreeOTP, Aegis or KeePassXC.
people-second-step-begin = Set up the second step
people-second-step-scan = Read this picture with the application, then type the code that it shows.
people-second-step-picture = QR code to read with the application
people-second-step-type = If the picture cannot be read, type this key into the application:
people-second-step-confirm = Check and activate
people-second-step-spare = The second step is active. Write these spare codes down and keep them away from your telephone: each serves once, and they will not be shown again.
people-second-step-kept = I have written them down
people-second-step-set = The second step is active. To take it away, type a code.
people-second-step-end = Take the second step away
people-notice-second-step-ended = Second step taken away.
people-conflict-second-step = Your rights need a second step: set it up from “My account” and they take effect at once.
people-conflict-second-step-there = The second step is active already. Take it away first to set up another.
people-action-second-step-set = Second step set up
people-action-second-step-ended = Second step taken away
people-action-spare-code-used = Spare code used
people-first = First administrator
people-first-what = This instance has no administrator yet. Make yours: this link serves once.
people-first-do = Create the account
people-health = State of the service
people-health-good = All is well.
people-health-watch = The service works; some points are to be watched.
people-health-bad = Something needs your attention.
people-health-tone-good = well
people-health-tone-watch = to watch
people-health-tone-bad = to mend
people-health-database = Database
people-health-database-said = SQLite, { $size }.
people-health-postgresql = PostgreSQL answers. Watch its room and its backups with its own tools.
people-health-do-database = Verify it with “parvis check”.
people-health-disk = Room on the disk
people-health-disk-said = { $free } are left.
people-health-do-disk = Make room or enlarge the disk: without room nothing more can be saved.
people-health-backup = Backup
people-health-backup-said = The last was made on { $at }.
people-health-backup-never = No backup has been made yet.
people-health-do-backup = Run “parvis backup” every night and keep the files on another machine.
people-health-jobs = Jobs
people-health-jobs-well = No job has failed or is late.
people-health-jobs-late = Jobs have been waiting since { $at }.
people-health-jobs-dead = { $count ->
    [one] One job has failed.
   *[other] { $count } jobs have failed.
}
people-health-do-jobs = See the tab “Jobs and messages”.
people-health-mail = Mail
people-health-mail-said = { $count ->
    [0] No mail waits.
    [one] One mail waits to be sent.
   *[other] { $count } mails wait to be sent.
}
people-health-mail-stays = { $count ->
    [0] No mail server is set; no mail waits.
    [one] No mail server is set: one mail waits.
   *[other] No mail server is set: { $count } mails wait.
}
people-health-do-mail = Set “smtp_url” and “mail_from” in parvis.toml; the mails then leave by themselves.
people-health-second-step = Second step
people-health-second-step-said = { $count ->
    [0] All officers and administrators have one.
    [one] One officer or administrator has none.
   *[other] { $count } officers or administrators have none.
}
people-health-do-second-step = It is set up from “My account”; without it the rights of an officer or administrator have no effect, unless parvis.toml says otherwise.

people-gone = deleted account
people-own-data = My data
people-own-data-what = Download all that the service keeps about you: as PDF to read it, as JSON to use it elsewhere.
people-own-data-register = Register of processing
people-own-data-pdf = Download my data (PDF)
people-own-data-json = Download my data (JSON)
people-erase = Delete my account
people-action-account-erased = Account deleted
people-conflict-erase-last-administrator = You are the last administrator of the service: name another before you delete your account.
people-conflict-erase-last-manager = You are the last manager of { $organisation }, where others work: name another manager before you delete your account.
people-map-days = { $count ->
    [one] one day
   *[other] { $count } days
}
people-map-months = { $count ->
    [one] one month
   *[other] { $count } months
}
people-map-years = { $count ->
    [one] one year
   *[other] { $count } years
}
people-map-persons-account = Account holders
people-map-persons-named = People named in files: managers, employees, partners
people-map-persons-managers = Managers of associations whose seat is their home
people-map-purpose-account = Keeping accounts and rights
people-map-purpose-security = Protecting the service and keeping its trace
people-map-purpose-mail = Writing to account holders
people-map-purpose-file = Examining requests for support
people-map-basis-mission = Task in the public interest (GDPR, article 6.1.e)
people-map-basis-security = Legal duty of security (GDPR, articles 6.1.c and 32)
people-map-what-account = Name, e-mail address, language
people-map-what-use = Number of the account, date of creation, last use, notice of deletion
people-map-what-password = Password, as a fingerprint
people-map-what-link = Links sent for choosing a password, as fingerprints
people-map-what-grant = Roles, with their scope and dates
people-map-what-granted-by = Number of the person who gave a right to another
people-map-what-token = Access tokens: name, scope, dates, fingerprint
people-map-what-second-step = Second factor: the key of the code application
people-map-what-spare-code = Spare codes, as fingerprints
people-map-what-half-sign-in = Sign-ins that wait for the second factor
people-map-what-address = Address of an organisation’s seat
people-map-what-audit = Log: who did or looked at what, when and at which object, by numbers
people-map-what-session = Sessions: browser, dates of beginning, use and proof of identity, fingerprint
people-map-what-rate = Limits on rates: fingerprints of network, account and e-mail addresses, with a time
people-map-what-mail = Mails: address, subject, text
people-map-what-command = Requests already handled, so that nothing is done twice
people-map-what-file = Content of the pieces attached to files
people-map-kept-account = As long as the account
people-map-kept-idle = As long as the account is used; after { $period } without signing in it is deleted, announced by a mail two weeks ahead
people-map-kept-link = Until their use, { $period } at most
people-map-kept-token = { $period } at most, or until they are revoked
people-map-kept-grant = As long as the right
people-map-kept-half-sign-in = Five minutes
people-map-kept-organisation = As long as the organisation is registered
people-map-kept-audit = As long as the service
people-map-kept-session = Until signing out, { $period } without use or three months at most
people-map-kept-rate = Two hours at most
people-map-kept-mail = { $period } after sending; three months if sending failed
people-map-kept-command = { $period }
people-map-kept-file = As long as the file that they are attached to
people-map-seen-nobody = Nobody: neither shown nor passed on
people-map-seen-self = The person themselves
people-map-seen-account = The person, the members of their organisations, officers and administrators of the service
people-map-seen-administrators = Administrators of the service
people-map-seen-organisation = Members of the organisation and officers of the département
people-map-seen-file = Members of the organisation; after submission officers of the département and the readers assigned
people-map-erase-delete = Deleted with the account
people-map-erase-blank = Emptied when the account is deleted
people-map-erase-keep = Kept. { $why }
people-map-keep-number = Only a number stays, which leads to nobody any more: “deleted account” is shown instead of the name.
people-map-keep-rate = Without the instance’s key these fingerprints lead to nobody; they vanish by themselves.
people-passkeys = Passkeys
people-passkeys-short = A passkey replaces the password: your device’s fingerprint, face or code is enough.
people-passkeys-manage = Manage passkeys
people-passkeys-what = A passkey is kept by your phone, your computer or a security key. It cannot be guessed nor stolen from afar, and stands for both the password and the second factor.
people-passkeys-none = No passkey yet.
people-passkeys-impossible = This site has no domain name yet: passkeys cannot belong to it.
people-passkey-new = Add a passkey
people-passkey-name = Name of this passkey
people-passkey-name-hint = To recognise it later: “phone”, “blue key”.
people-passkey-add = Add this passkey
people-passkey-script = Adding a passkey needs JavaScript, which your browser does not run. The password and the second factor remain possible.
people-passkey-since = added on { $at }
people-passkey-used = used on { $at }
people-passkey-remove = Remove
people-passkey-remove-this = Remove the passkey { $name }
people-passkey-use = Sign in with a passkey
people-passkey-failed = The passkey did not answer. Try again, or choose another way.
people-notice-passkey-added = Passkey added.
people-notice-passkey-removed = Passkey removed. Remember to delete it from your device too.
people-notice-passkey-refused = This passkey is not recognised. Try again, or sign in with your password.
people-fault-passkey = The passkey was not recognised. Start again.
people-conflict-passkeys-many = You already have twenty passkeys. Remove one first.
people-conflict-prove-first = Prove first that it is you.
people-action-passkey-added = Passkey added
people-action-passkey-removed = Passkey removed
people-action-passkey-copied = Passkey refused: it seems to have been copied

people-service-franceconnect = FranceConnect
people-service-proconnect = ProConnect
people-service-for-franceconnect = For residents
people-service-for-proconnect = For professionals
people-service-enter-franceconnect = Sign in with FranceConnect
people-service-enter-proconnect = Sign in with ProConnect
people-service-what-franceconnect = FranceConnect is the State’s way to sign in to online services with an account one already has: Impôts, Ameli, La Poste.
people-service-what-proconnect = ProConnect is the State’s sign-in for public agents, employees and those in charge of associations, with their professional address.
people-services = FranceConnect and ProConnect
people-services-what = An identity joined to your account lets you in without a password.
people-identity-since = joined on { $at }
people-identity-used = used on { $at }
people-identity-join = Join
people-identity-join-this = Join { $service } to my account
people-identity-leave = Detach
people-identity-leave-this = Detach { $service } from my account
people-identity-kept = Identity received
people-identity-kept-what = It is encrypted with a key of your own, and only you see it.
people-notice-identity-joined = Identity joined to your account.
people-notice-identity-left = Identity detached from your account.
people-notice-proved = It is you. Go back to the page you had left.
people-notice-service-denied = The service did not confirm your identity, or you gave up. You can start again, or sign in another way.
people-notice-service-error = The service answered with an error. Try again in a few minutes, or sign in another way.
people-conflict-service-lost = The way back from the service was not recognised: the request is too old, already used, or from another browser. Start again from the sign-in page.
people-conflict-service-unclear = The service’s answer could not be verified: nobody was signed in. Try again in a few minutes, or sign in another way.
people-conflict-identity-taken = This identity already belongs to another account. Sign in to that account with it to detach it.
people-conflict-identity-there = An identity of this service is already joined to this account. Detach it first from “My account”.
people-conflict-identity-other = The identity confirmed is not this account’s.
people-action-identity-joined = Identity joined
people-action-identity-left = Identity detached
people-onward = To another site
people-onward-to = You are being taken to { $service }.
people-onward-farewell = You are signed out of this site. Signing out of { $service } comes next.
people-onward-do = Continue
people-newcomer = First sign-in
people-newcomer-what = { $service } has confirmed your identity: { $name }. To finish, give the e-mail address of your account; if you have none, it will be made with this address. A code will be sent to it.
people-newcomer-email-hint = The one you already use here, if you have an account.
people-newcomer-send = Send the code
people-newcomer-sent = A code of eight digits was sent to { $email }. It is good for a quarter of an hour, in this browser.
people-newcomer-code = Code received
people-newcomer-join = Finish
people-newcomer-other = Another address
people-mail-newcomer-subject = Your sign-in code
people-mail-newcomer-text = Hello,
    
    Somebody has signed in with { $service } and asks to join that identity to your address. If it is you, type this code in the page that stayed open:
    
    { $code }
    
    If it is not you, do nothing and give it to nobody: without it nothing is joined.
people-ask-again-passkey = Prove with a passkey
people-ask-again-service = Confirm your identity in a new tab, then come back here: nothing you typed is lost.
people-ask-again-by-franceconnect = Confirm with FranceConnect (new tab)
people-ask-again-by-proconnect = Confirm with ProConnect (new tab)
people-ask-again-done = I have confirmed, continue
people-ask-again-none = Choose a password first
people-workplace = ProConnect says that you work for { $name } (SIRET { $siret }).
people-workplace-ask = Ask to be a member
people-workplace-make = Enter this organisation
people-notice-workplace-asked = Your request was sent to those in charge of the organisation.
people-mail-workplace-subject = A request to join your organisation
people-mail-workplace-text = Hello,
    
    { $name } works for { $organisation }, according to ProConnect, and asks to be a member. You can invite them from the organisation's page:
    { $link }
people-action-workplace-asked = Request to join an organisation
people-job-kind-forget-key = Forgetting a personal key
people-map-what-ceremony = Sign-ins and proofs under way, sealed for the browser concerned alone
people-map-kept-ceremony = some minutes; three months for what ends a service’s session
people-map-what-passkey = Passkeys: their public part and the name given
people-map-what-identity = Identities joined: the person’s number at FranceConnect or ProConnect, and their employer
people-map-what-pivot = Civil identity told by FranceConnect, encrypted by a key of the person’s own
people-map-purpose-pivot = Attesting civil identity to the person and to services that require it
people-map-kept-pivot = until the identity is detached or the account ends
people-fault-newcomer-code = This is not the code. Copy the one in the last message; after five wrong ones you will have to start again.
people-departure = An agent leaves
people-delegations = Delegations
people-delegations-short = While away you can lend one of your rights to somebody, for a time.
people-delegations-manage = Manage delegations
people-delegations-what = A lent right ends on the chosen date, after three months at most, or as soon as you take it back. It cannot be lent on, and the log keeps who acts.
people-delegations-lent = Rights that you lend
people-delegations-lent-none = None at present.
people-delegations-received = Rights lent to you
people-delegation-from = by { $name }
people-delegation-until = until { $date }
people-delegation-end = Take back
people-delegation-end-this = Take the right back from { $name }
people-delegation-return = Give back
people-delegation-return-this = Give the right back to { $name }
people-delegation-new = Lend a right
people-delegation-right = Right
people-delegation-end-date = Until
people-delegation-do = Lend
people-fault-delegation-long = A right is lent for three months at most: until { $date }.
people-conflict-delegation = A right is lent to somebody else, and its end lies ahead.
people-conflict-delegation-held = This person has that right already.
people-notice-delegation = Right lent. The person is told.
people-notice-delegation-ended = Delegation ended.
people-mail-delegation-subject = A right is lent to you
people-mail-delegation-text = Hello,
    
    { $name } lends you a right until { $date }. You can see it and give it back here:
    { $link }
    
    If you have no password yet, choose “Forgotten password” when signing in.
people-action-right-lent = Right lent
people-action-lent-right-ended = Delegation ended
people-action-handed-over = Work handed over when an agent leaves

people-notices = Notices
people-notices-link = { $count ->
    [0] Notices
   *[other] Notices ({ $count })
}
people-notices-unread = { $count ->
    [0] You have read everything.
    [one] One notice is unread.
   *[other] { $count } notices are unread.
}
people-notices-new = New
people-notices-read = Mark as read
people-notices-read-all = Mark all as read
people-notices-none = No notices
people-notices-none-what = What changes for you, your applications or your account will show here.
people-notices-settings = Settings of notices
people-notices-settings-what = All notices are on the page “Notices”, but those that you turn off. Mails go to { $email }.
people-notices-settings-fixed = Always sent by mail:
people-channel-mail = Mail at once
people-channel-daily = Daily digest, at 7
people-channel-weekly = Weekly digest, on Monday at 7
people-channel-page = On the site only
people-channel-off = No notice
people-told-security = Security of your account
people-told-membership = Members of your organisations
people-unsubscribe = Receive these mails no more
people-unsubscribe-what = You will receive no more mails about: { $kind }. These notices stay on the site.
people-unsubscribe-do = Unsubscribe
people-unsubscribed = Done: no more mails about: { $kind }.
people-unsubscribe-undo = That was a mistake, undo it
people-unsubscribe-undone = Undone: you will receive these mails again: { $kind }.
people-address = My e-mail address
people-address-change = Change the address
people-address-present = Your address is { $email }.
people-address-field = Address to send the link to
people-address-sent = A link good for two hours is on its way to { $email }. Open it: the address is then that of your account.
people-address-confirm-what = The address { $email } will be that of your account, for signing in and for all mails.
people-address-confirm-do = Confirm this address
people-address-fails = Your address { $email } does not receive our mails.
people-address-fails-do = Confirm or change it
people-address-fails-what = Have a link sent there to confirm it if it works again, or give another one.
people-address-failing = mails refused
people-notice-address = Address confirmed.
people-notice-read = Notice marked as read.
people-notice-all-read = Notices marked as read.
people-conflict-address-taken = Another account already has this address.
people-action-address-failing = Address refuses mails
people-action-address-confirmed = Address confirmed
people-action-address-changed = Address changed
people-job-kind-notice = Mail of a notice
people-job-kind-digests = Digests
people-health-addresses = Addresses
people-health-addresses-said = { $count ->
    [0] No address refuses our mails.
    [one] One address refuses our mails.
   *[other] { $count } addresses refuse our mails.
}
people-health-do-addresses = Their owners are told on every page. See whose they are under “Rights” and on the page of each organisation.
people-mail-footer = --
    Receive these mails no more ({ $kind }): { $link }
    All your settings: { $settings }
people-mail-digest-subject = { $count ->
    [one] One notice waits for you
   *[other] { $count } notices wait for you
}
people-mail-digest-more = { $count ->
    [one] And one more notice, on the site.
   *[other] And { $count } more notices, on the site.
}
people-mail-daily-text = Hello,

    This is what you have not read yet:

    { $list }

    --
    Receive the daily digest no more: { $link }
    All your settings: { $settings }
people-mail-weekly-text = Hello,

    This is what you have not read yet this week:

    { $list }

    --
    Receive the weekly digest no more: { $link }
    All your settings: { $settings }
people-mail-password-subject = Your password was changed
people-mail-password-text = Hello,

    The password of your account was changed on { $at }.

    If it was not you, choose another at once (“Forgotten password”) and tell the administrator of the service.
    { $link }
people-mail-second-step-ended-subject = Your second step was taken away
people-mail-second-step-ended-text = Hello,

    The second step of your account was taken away on { $at }: only the password protects it.

    If it was not you, change your password and tell the administrator of the service.
    { $link }
people-mail-browser-subject = Signed in from a new browser
people-mail-browser-text = Hello,

    Your account was opened on { $at } from a browser that it did not know: { $browser }.

    If it was you, there is nothing to do. If not, end this session and change your password:
    { $link }
people-mail-right-given-subject = You were given a right: { $role }
people-mail-right-given-text = Hello,

    You were given a right in the service: { $role }.
    { $link }
people-mail-right-ended-subject = A right of yours was ended: { $role }
people-mail-right-ended-text = Hello,

    One of your rights in the service has ended: { $role }.
    { $link }
people-mail-member-added-subject = You have joined { $organisation }
people-mail-member-added-text = Hello,

    You can now work on the applications of { $organisation } (role: { $role }).
    { $link }
people-mail-member-removed-subject = You are no longer a member of { $organisation }
people-mail-member-removed-text = Hello,

    Your role in { $organisation } has ended: { $role }. Its applications are no longer open to you.
    { $link }
people-mail-new-manager-subject = { $organisation } has a new manager
people-mail-new-manager-text = Hello,

    A new manager was named for { $organisation }. The organisation’s page says who.
    { $link }
people-mail-address-changed-subject = Your e-mail address was changed
people-mail-address-changed-text = Hello,

    Since { $at } this address is that of your account.
    { $link }
people-mail-address-left-subject = The address of your account was changed
people-mail-address-left-text = Hello,

    Your account has a new e-mail address; nothing more will be sent to this one.

    If it was not you, tell the administrator of the service at once.
people-mail-address-link-subject = Confirm your e-mail address
people-mail-address-link-text = Hello,

    For this address to be that of your account, open this link within two hours:
    { $link }

    If you did not ask for it, ignore this message.
people-mail-address-taken-subject = This address has an account already
people-mail-address-taken-text = Hello,

    Somebody wanted to give your address to another account. Nothing was changed: it stays that of yours.

    If it was you and you have forgotten your password: { $link }
people-map-what-notice = Notices: subject, date, reading, sending
people-map-what-choice = Settings of notices
people-map-what-failing = Address that refuses mails: code, date
people-map-what-bounce = Mails that came back: address, code, date
people-map-what-browser = Browsers seen before, as fingerprints
people-map-what-address-link = Links sent for confirming an address: address, fingerprint
people-map-kept-notice = { $period } after reading, two years otherwise
people-map-kept-bounce = { $period }
people-map-kept-browser = { $period } after the last sign-in
people-map-kept-address-link = Two hours at most
people-map-keep-audit = Each entry seals those after it: taking one out would break the proof. The log holds numbers only, which lead to nobody any more, and the settings of the service.
people-map-keep-organisation = It is the organisation’s address; its members may correct it.
people-map-keep-file = The file is the organisation’s and, once submitted, a public archive (code du patrimoine, articles L211-1 and L212-2; GDPR, article 17.3). A draft that nobody else can take up is deleted.
people-settings = Settings
people-settings-what = These settings hold for the whole service, on all its machines. What is published or printed takes them up: what is missing is not made up, the document is refused. Each change is written to the log with the old and the new value.
people-settings-whole = All that the service must know is filled in.
people-settings-missing = Still to be filled in: { $what }.
people-settings-stale = Somebody else has changed the settings since you opened them. What you typed is kept: compare it with what is stored, then save again.
people-settings-meanwhile = Stored meanwhile: “{ $value }”.
people-settings-body = The public body
people-settings-letters = Letters
people-settings-data = Personal data
people-settings-help = Contacts and languages
people-setting-name = Name of the public body
people-setting-name-hint = It stands on letters, at the foot of pages, in open data and in the legal notice.
people-setting-siret = SIRET of the public body
people-setting-siret-hint = 14 digits. It names the grantor in open data.
people-setting-address = Address (number and street)
people-setting-address-hint = That of the legal notice and of the sender of letters.
people-setting-postcode = Postcode
people-setting-city = Commune
people-setting-phone = Telephone
people-setting-phone-hint = It stands in the legal notice.
people-setting-director = Publication director
people-setting-director-hint = Name and office; the law wants the legal notice to name them.
people-setting-host = Host
people-setting-host-hint = Name, address and telephone; the law wants the legal notice to name it.
people-setting-signatory = Title of the signatory
people-setting-signatory-hint = As it is printed at the foot of letters, in French, such as “Pour le Président du Conseil départemental”.
people-setting-town = Town from which letters are sent
people-setting-town-hint = It stands before the date. Without it, the commune of the public body.
people-setting-court = Competent court
people-setting-court-hint = Where a decision is contested; letters name it after “devant le”, such as “tribunal administratif de Lille”.
people-setting-controller = Controller
people-setting-controller-hint = The register and the page “Personal data” name it. Without another name, the public body.
people-setting-controller_contact = Contact of the controller
people-setting-controller_contact-hint = An e-mail address or the address of a page.
people-setting-officer = Data protection officer
people-setting-officer-hint = Their name or office; an office outlives departures.
people-setting-officer_contact = Contact of the data protection officer
people-setting-officer_contact-hint = An e-mail address or the address of a page.
people-setting-accessibility = Contact for accessibility
people-setting-accessibility-hint = The accessibility statement leads there. An e-mail address or the address of a page.
people-setting-help = Contact for help
people-setting-help-hint = It stands at the foot of every page and on error pages. An e-mail address or the address of a page.
people-setting-languages = Languages offered besides French
people-setting-languages-hint = Pages are shown in the language that the visitor chooses among them. French is always one.
people-notice-settings = The settings are saved.
people-action-setting-changed = Setting changed
people-health-settings = Settings
people-health-do-settings = Fill them in on the tab “Settings”: without them letters or open data are refused.
people-map-what-setting = Names and contacts that the service publishes: publication director, data protection officer
people-map-persons-answering = People who answer for the service
people-map-purpose-publish = Telling the public who answers for the service
people-map-basis-law = Legal duty to inform (French act no. 2004-575; GDPR, articles 6.1.c and 13)
people-map-kept-setting = As long as the person holds the office
people-map-seen-public = The public
people-map-keep-setting = The law wants the service to say who answers for it. An administrator changes these names on the page “Settings”.
people-map-purpose-directory = Filling in an organisation from the public directories (SIRENE, RNA)
people-map-kept-directory = Until a newer directory replaces it
people-map-seen-account-holders = Account holders
people-map-keep-directory = It is a copy of a public directory; a correction is asked of INSEE or of the registry of associations, and the next import takes it up.
people-action-directory-imported = Directory imported
people-directory = Search the official directories
people-directory-what = Type a SIRET, a SIREN, an RNA number, or the beginning of the name: the form is filled in, and you check it.
people-directory-typed = Number or name
people-directory-do = Search
people-directory-none = Nothing matches. Check the number or the beginning of the name, or fill in the form yourself.
people-directory-found = { $count ->
    [one] One organisation matches.
   *[other] { $count } organisations match.
}
people-directory-first = Only the first { $count } are shown: type more of the name.
people-directory-choose = Choose
people-directory-choose-this = Choose { $name }
people-directory-closed = closed
people-directory-filled = The form is filled in from the directory. Check it, then save.
people-health-certificate = Certificate of the public address
people-health-certificate-said = { $days ->
    [one] It is good for { $names } and ends on { $at }: one day is left.
   *[other] It is good for { $names } and ends on { $at }: { $days } days are left.
}
people-health-certificate-ended = That of { $names } ended on { $at }: browsers refuse the service.
people-health-certificate-untold = Its file is not named: when it ends is not watched here.
people-health-certificate-unread = Its file cannot be read: { $why }.
people-health-do-certificate = Name it by “certificate” in parvis.toml; a certificate is renewed three weeks before its end at the latest.
people-mail-way-in-subject = A way into your account was added
people-mail-way-in-text = Hello,

    A way into your account was added on { $at }: { $what }.

    If it was not you, remove it from your account and choose a new password.
    { $link }
people-looked-at-you = Who looked at your sensitive data
people-looked-reader = an assigned reader
people-action-rights-seen = Page of rights looked at
people-action-log-seen = Log looked at
people-action-outbox-seen = Jobs and mails looked at
people-old-password = Present password
people-change-password = Change the password
people-change-password-what = Your other sessions will be closed.
people-change-password-none = Your account has no password yet. To choose one, ask for a link: it is sent to your address.
people-fault-password-common = This password is among those that are tried first. A phrase of a few unrelated words holds better.
people-end-sessions = Close somebody’s sessions
people-end-sessions-what = A lost device, a suspicious account: all sessions of this person close at once. They may sign in again.
people-end-sessions-do = Close their sessions
people-notice-sessions-ended = Sessions closed.
people-action-sessions-ended = Sessions closed by an administrator
people-fault-nobody = No account has this address.
