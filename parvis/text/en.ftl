home-title = The social and solidarity economy in the Hauts-de-Seine
home-lead = Write a file together, follow it to the decision, see what is supported.
home-open = Open calls
home-none = No call is open at the moment.
home-all-calls = All calls
home-done = What has been supported
home-awards = Projects supported
home-total = Amount awarded
home-accessibility = Accessibility
home-accessibility-text = This service is made to be used by everybody: by keyboard, with a screen reader, at 400 % zoom, without JavaScript.
    
    It has not yet been fully audited against RGAA 4.1.2. Automatic checks look at every page at each change.
    
    A difficulty? Write to the département, which answers within a week. Without an answer you may turn to the Défenseur des droits.
home-legal = Legal notice
home-legal-text = This service is published by the département that runs it. The software, Parvis, is free: licence AGPL 3.0 or later.
    
    Open data are published under the Licence Ouverte 2.0.
home-privacy = Personal data
home-privacy-text = We keep your name, your e-mail address, your open sessions and the trace of your actions on files, in order to examine requests for support.
    
    No tracker, no audience measurement by others: the only cookies serve to recognise you.
    
    To exercise your rights, write to the data protection officer of the département.
home-job-kind-tidy = Tidying
