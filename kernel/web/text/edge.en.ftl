web-refusal-unknown = Page not found
web-refusal-unknown-what = This page does not exist, or your account cannot see it. Check the address, or start again from the home page.
web-refusal-sign-in = Sign-in needed
web-refusal-sign-in-what = Sign in to continue.
web-refusal-forbidden = Not allowed
web-refusal-forbidden-what = Your account does not open this page. If you think it should, ask the département’s team.
web-refusal-invalid = Some answers need correcting
web-refusal-invalid-what = Go back to the previous page: what you typed is still there.
web-refusal-stale = Changed in the meantime
web-refusal-stale-what = Somebody else, or another tab, has changed this record since you opened it. Reload the page to see the latest version, then make your change again.
web-refusal-conflict = Not possible as things stand
web-refusal-csrf-what = This form was not sent from this session, or the session has ended. Go back to the previous page, reload it and send it again.
web-refusal-too-many = Too many tries
web-refusal-too-many-what = { $seconds ->
    [one] Wait one second, then try again.
   *[other] Wait { $seconds } seconds, then try again.
}
web-refusal-too-large = Too large
web-refusal-too-large-what = The limit is { $limit }. Make the file or the text smaller, then send it again.
web-refusal-malformed = Unreadable request
web-refusal-malformed-what = The request could not be read. Go back to the previous page and send the form again.
web-refusal-busy = Busy for the moment
web-refusal-busy-what = Nothing was saved. Try again in a moment.
web-refusal-no-space = No storage left
web-refusal-no-space-what = The disk of the service is full: reading still works, but nothing can be saved for now. The technical team must free some space.
web-refusal-broken = Something went wrong
web-refusal-broken-what = The mistake is ours and has been logged. Nothing was saved. Try again; if it persists, tell us the number below.
web-refusal-number = Request number: { $number }
web-fault-required = Fill in this field.
web-fault-too-long = At most { $max } characters: there are { $length }.
web-fault-email = Give an e-mail address, for example name@example.org.
web-fault-contact = Give an e-mail address, such as name@example.com, or the address of a page, beginning with https://.
web-fault-money = Give an amount in euros, for example 1250 or 1250.50.
web-fault-number = Give a whole number from { $min } to { $max }.
web-fault-date = Give a date, for example 31/03/2027.
web-fault-choose = Choose an answer.
web-fault-choice = Choose one of the answers offered.
web-fault-idempotency-key = The Idempotency-Key header is required: 8 to 100 visible characters.
web-fault-json = The JSON body does not have the expected form: { $why }
web-conflict-key-reused = This key was already used for another request.
web-conflict-setting = { $name ->
    [name] The name of the body that publishes this service is not filled in.
    [siret] The SIRET of the body that publishes this service is not filled in.
    [address] The address of the body that publishes this service is not filled in.
    [signatory] The title of who signs letters is not filled in.
    [town] The town from which letters are sent is not filled in.
    [court] The administrative court is not filled in.
   *[other] A setting of this service is not filled in.
} Without it this document would be wrong: it cannot be made. An administrator can fill it in on the page “Settings”.
