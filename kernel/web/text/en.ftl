# The page around every page.
web-site = Parvis
web-baseline = Social and solidarity economy
web-description = The département’s service for the social and solidarity economy: calls for projects, third places, the collaborative economy and growing on roofs.
web-home = Home
web-skip = Skip to content
web-nav = Main menu
web-menu = Menu
web-crumbs = You are here
web-languages = Language
web-sign-in = Sign in
web-sign-out = Sign out
web-account = My account
web-foot = About this site
web-accessibility = Accessibility: partially conforming
web-legal = Legal notice
web-privacy = Personal data
web-sitemap = Site map
web-help = Need help?
web-demonstration = Demonstration.
web-demonstration-what = Organisations and people are invented; nothing done here has any effect.
web-leave = Some changes are not saved yet.
web-close = Close

# Forms.
web-optional = (optional)
web-all-asked = Every answer is expected, unless marked “optional”.
web-choose = Choose…
web-faults-title = { $count ->
    [one] One answer needs correcting
   *[other] { $count } answers need correcting
}
web-count-max = At most { $max } characters
web-count-left = characters left
web-count-over = characters too many
web-file-present = Already received: { $name }. Choose a file to replace it.
web-upload-sending = Sending the file
web-upload-cancel = Cancel
web-upload-cancelled = Cancelled. Nothing was saved.
web-upload-failed = The file could not be sent. Check the connection, then try again.

# A form that keeps itself.
web-autosave-saved = Saved at
web-autosave-saved-at = Saved on { $time }
web-autosave-saving = Saving…
web-autosave-offline = Not saved: offline, trying again shortly. A copy is kept in this tab.
web-autosave-conflict = Not saved: this file was changed elsewhere. Reload the page to see the latest version; what you typed is kept in this tab.
web-autosave-refused = Not saved: the server refused it. Use the save button to see why.
web-autosave-restored = What you typed and was not saved has been put back.
web-autosave-kept = This file has changed since your last visit, and part of what you typed was not saved.
web-autosave-put-back = Put back what I typed
web-autosave-faulty = Saved as a draft, with answers to correct.
web-autosave-signed-out = Not saved: you are signed out. Sign in again in another tab, then go on here.

# Tables.
web-filter = Filter
web-filter-clear = Show all
web-export = Export
web-table-empty = Nothing matches this search.
web-pages = Pages
web-prev = Previous page
web-next = Next page
web-step-done = (done)

# Budgets.
web-budget-expenses = Expenses
web-budget-income = Income
web-budget-what = Item
web-budget-how-much = Amount
web-budget-total = Total
web-budget-label = Item, line { $line }
web-budget-amount = Amount in euros, line { $line }
web-budget-add = Add a line
web-budget-balanced = The budget is balanced.
web-budget-missing = Income is short by
web-budget-over = Income exceeds expenses by
web-budget-unread = An amount cannot be read: write for example 1250.50.

# Charts.
web-chart-table = See the figures
web-chart-label = Item
web-chart-none = No data to show.
web-chart-share = Share
web-chart-used = Committed
web-chart-left = Available
web-chart-over = Over budget
web-chart-mean = Mean
web-chart-reader = Reader
web-chart-score = Score
