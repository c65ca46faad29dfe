reservations-agree = Accepter
reservations-answer = Répondre à la demande
reservations-approval-what = L’accueil examine la demande et vous répond. Le créneau vous est gardé d’ici là.
reservations-arrive = Je suis arrivé
reservations-arrive-host = Arrivée
reservations-arriving = Arrivée : { $name }
reservations-arriving-none = Aucune de vos réservations ne commence ici dans la demi-heure.
reservations-arriving-see = Voir ce qui est libre
reservations-ask = Réserver
reservations-ask-do = Vérifier et garder le créneau
reservations-ask-what = Le créneau vous est gardé { $minutes } minutes, au prix annoncé, le temps de confirmer.
reservations-back = Retour
reservations-bar-hours = De { $from } à { $to }
reservations-booking-title = { $name }, { $when }
reservations-by-hour = { $price } l’heure
reservations-by-hour-and-day = { $price } l’heure, { $most } au plus par jour
reservations-cancel = Annuler la réservation
reservations-cancel-do = Confirmer l’annulation
reservations-cancel-refund = Le créneau est rendu aux autres. Vous serez remboursé de { $amount }.
reservations-cancel-what = Le créneau est rendu aux autres. Rien ne vous sera demandé.
reservations-clock = { $hour } h { $minute }
reservations-close = Fermer pour un temps
reservations-close-ask = Voir qui est touché
reservations-close-do = Fermer et prévenir
reservations-closed = fermé
reservations-closed-now = Fermé en ce moment
reservations-closure-all = Tout le site
reservations-closure-from = Premier jour
reservations-closure-reason = Motif, tel qu’il sera lu
reservations-closure-thing = Quoi
reservations-closure-until = Dernier jour
reservations-closures = Fermetures
reservations-closures-none = Aucune fermeture prévue.
reservations-confirm-do = Confirmer la réservation
reservations-conflict-answered = Cette demande a déjà reçu une réponse.
reservations-conflict-early = L’arrivée s’enregistre au plus tôt { $minutes } minutes avant le début.
reservations-conflict-ended = Cette réservation est terminée ou annulée : elle ne peut plus changer.
reservations-conflict-expired = Le délai pour confirmer est passé et le créneau a été rendu. Faites une nouvelle demande.
reservations-conflict-few = Il n’en reste que { $left } à ce moment. Demandez-en moins ou choisissez une autre heure.
reservations-conflict-free = Il reste de la place à ce moment : vous pouvez réserver tout de suite.
reservations-conflict-holds = Vous avez déjà { $most } créneaux en attente de votre confirmation. Confirmez-les ou rendez-les d’abord.
reservations-conflict-id = Ce formulaire a déjà servi. Vérifiez votre demande, puis envoyez-la de nouveau.
reservations-conflict-lists = Cette liste d’attente, ou le nombre des vôtres, est au complet.
reservations-conflict-organisation = Il faut agir pour une organisation pour ouvrir un site. Créez-la d’abord.
reservations-conflict-over = Le créneau est terminé.
reservations-conflict-person = Une personne peut avoir au plus { $most } réservations à venir ici. Attendez que l’une soit passée, ou annulez-en une.
reservations-conflict-price = Le prix n’est pas celui qui a été annoncé. Relisez le devis, puis confirmez.
reservations-conflict-resources = Un site compte au plus 500 ressources.
reservations-conflict-series = Une série compte au plus 400 dates.
reservations-conflict-taken = Ce créneau est déjà pris.
reservations-conflict-touched = { $count } réservations sont maintenant touchées. Revoyez la liste avant de fermer.
reservations-conflict-touched-many = Plus de 500 réservations sont touchées : fermez par périodes plus courtes.
reservations-conflict-units = Aucune place n’est libre à cet instant. Réessayez à l’heure du début.
reservations-day = Jour
reservations-day-named = { $weekday } { $day }
reservations-desk = Accueil du jour
reservations-display = Écran d’affichage
reservations-event-made = Demandée
reservations-event-held = Gardée
reservations-event-requested = Demande envoyée à l’accueil
reservations-event-confirmed = Confirmée
reservations-event-checked_in = Arrivée
reservations-event-done = Terminée
reservations-event-no_show = Non honorée
reservations-event-cancelled = Annulée
reservations-event-refused = Refusée
reservations-event-expired = Délai dépassé
reservations-event-moved = Déplacée
reservations-event-walk_in = Inscrite à l’accueil
reservations-expected = Attendus
reservations-fault-capacity = Jusqu’à { $most } sont déjà promis à un même moment. Annulez-en d’abord.
reservations-fault-closed = C’est fermé à ce moment, en tout ou en partie. Choisissez une heure d’ouverture.
reservations-fault-day-hours = Écrivez les heures comme « 9 h – 12 h 30, 14 h – 18 h », ou « fermé ».
reservations-fault-exclusive = Ce qui se réserve en entier compte pour un.
reservations-fault-horizon = On réserve au plus { $days } jours à l’avance : jusqu’au { $day }.
reservations-fault-lengths = La durée la plus longue doit dépasser la plus courte.
reservations-fault-long = La durée est de { $minutes } minutes au plus.
reservations-fault-moment = Écrivez un instant comme 2027-03-31T14:00:00+02:00.
reservations-fault-not-let = Ceci ne se réserve pas, ou plus.
reservations-fault-notice = Il faut s’y prendre au moins { $minutes } minutes à l’avance.
reservations-fault-order = La fin doit venir après le début.
reservations-fault-past = Ce moment est passé.
reservations-fault-quantity = Demandez de 1 à { $most }.
reservations-fault-short = La durée est de { $minutes } minutes au moins.
reservations-fault-standing = Écrivez un mot de 60 signes au plus.
reservations-fault-step = Les heures vont de { $minutes } en { $minutes } minutes.
reservations-fault-steps = Les durées doivent être des multiples du pas.
reservations-fault-time = Choisissez une heure.
reservations-fault-training = Ceci demande une formation ou une qualité que l’accueil n’a pas encore enregistrée pour vous. Adressez-vous à lui.
reservations-fault-until = Dites jusqu’à quel jour la série se répète.
reservations-fault-zone = Ce fuseau horaire est inconnu.
reservations-feed = Mon agenda
reservations-feed-renew = Changer cette adresse
reservations-feed-taken = Pris
reservations-feed-thing = Agenda des créneaux pris (iCalendar)
reservations-feed-what = Abonnez votre téléphone ou votre messagerie à cette adresse. Ne la donnez à personne : elle montre vos réservations.
reservations-first-do = Faire passer
reservations-first-reason = Motif, qui reste écrit
reservations-first = Faire passer { $name } en premier
reservations-frame = Sur votre site
reservations-frame-see = Voir la page à insérer
reservations-frame-what = Cette page montre ce qui est libre et peut être placée dans un cadre de votre propre site.
reservations-free = Ce qui est libre
reservations-free-of = { $times } ({ $left })
reservations-free-of-charge = Gratuit
reservations-free-today = Libre aujourd’hui : { $times }
reservations-from = De
reservations-held-until = Ce créneau vous est gardé jusqu’à { $time }, le { $day }.
reservations-hour = { $hour } h
reservations-hours-backwards = Une période finit avant de commencer. Inversez ses bornes.
reservations-hours-comment = Retirez les mots entre guillemets, au signe { $place } : des horaires ne peuvent pas dépendre d’une remarque.
reservations-hours-empty = Écrivez des horaires, par exemple Mo-Fr 09:00-18:00.
reservations-hours-not-understood = « { $found } » n’est pas compris, au signe { $place }. Écrivez par exemple Mo-Fr 09:00-18:00.
reservations-hours-open-end = Donnez une heure de fin, au signe { $place }.
reservations-hours-out-of-bounds = Une heure ou une date n’existe pas, au signe { $place }.
reservations-hours-repeats = Retirez la répétition, au signe { $place } : ce sont des horaires, non des départs.
reservations-hours-school-holidays = Les vacances scolaires (SH) ne sont pas connues. Écrivez leurs dates.
reservations-hours-sun = Donnez une heure plutôt que le lever ou le coucher du soleil, au signe { $place }.
reservations-hours-too-long = Au plus { $limit } signes.
reservations-hours-unknown = Dites si c’est ouvert ou fermé, au signe { $place }.
reservations-instead = Au plus près de votre demande :
reservations-kind-exclusive = Un à la fois
reservations-kind-units = Plusieurs semblables, attribués à l’arrivée (bureaux)
reservations-kind-pool = Des places (atelier, salle)
reservations-kind-derived = Selon le programme
reservations-kind-units-count = { $count } postes
reservations-kind-pool-count = { $count } places
reservations-leave-host = Départ
reservations-map-basis = Exécution de la réservation demandée (RGPD, art. 6.1.b)
reservations-map-keep-order = garder la preuve qu’une liste d’attente a été tenue loyalement
reservations-map-kept = { $period } après la fin du créneau
reservations-map-kept-account = aussi longtemps que le compte
reservations-map-kept-site = aussi longtemps que la ressource
reservations-map-kept-standing = jusqu’à sa fin, ou tant que le site existe
reservations-map-persons = Personnes qui réservent, personnes qui tiennent l’accueil
reservations-map-purpose = Réserver un lieu, un poste ou une place
reservations-map-seen = La personne et l’accueil du site
reservations-map-what-booking = Ce qui est réservé, quand, pour quoi, à quel prix
reservations-map-what-event = Ce qu’il en est advenu, et par qui
reservations-map-what-feed = L’adresse secrète de son agenda
reservations-map-what-maker = Qui l’a inscrit, et quand
reservations-map-what-order = Les changements d’ordre d’une liste d’attente et leurs motifs
reservations-map-what-standing = Les qualités reconnues par un site : adhésion, formation
reservations-map-what-wait = La liste d’attente et le rang
reservations-move = Déplacer
reservations-move-do = Déplacer la réservation
reservations-move-title = Déplacer : { $name }
reservations-nothing-free = plus rien de libre
reservations-nothing-let = Rien n’est encore proposé ici.
reservations-notice-answered = La réponse est partie.
reservations-notice-arrived = L’arrivée est enregistrée.
reservations-notice-cancelled = La réservation est annulée.
reservations-notice-changed = C’est enregistré.
reservations-notice-closed = La fermeture est enregistrée, les personnes sont prévenues.
reservations-notice-confirmed = La réservation est confirmée.
reservations-notice-first = L’ordre de la liste a changé.
reservations-notice-left = Le départ est enregistré.
reservations-notice-moved = La réservation est déplacée.
reservations-notice-renewed = C’est fait : les anciennes adresses n’ouvrent plus rien.
reservations-notice-requested = La demande est envoyée à l’accueil.
reservations-notice-site = Le site est ouvert. Ajoutez ce qui s’y réserve.
reservations-notice-standing = C’est noté.
reservations-notice-standing-ended = Ce statut est retiré.
reservations-notice-thing = La ressource est ajoutée.
reservations-notice-wait-left = Vous avez quitté la liste d’attente.
reservations-notice-waiting = Vous êtes sur la liste d’attente. Un message vous parviendra dès qu’une place se libère.
reservations-notice-walked = La personne est inscrite.
reservations-now = En ce moment
reservations-older = Réservations plus anciennes
reservations-nav = Mes réservations
reservations-open-until = Ouvert jusqu’à { $time }
reservations-order = Ordre de la liste : ce qui a changé
reservations-order-joined = Inscription
reservations-order-left = Départ de la liste
reservations-order-first = Passage en premier
reservations-order-offered = Place proposée
reservations-order-ahead = Place proposée hors rang : trop petite pour les précédents
reservations-own-none = Vous n’avez aucune réservation à venir
reservations-own-none-what = Choisissez un lieu : sa page montre ce qui est libre.
reservations-past = Passées
reservations-poster = Affiche pour l’entrée (PDF)
reservations-poster-what = Visez ce code avec votre téléphone en arrivant : votre réservation est enregistrée comme honorée et votre place vous est indiquée.
reservations-put-before = Le { $day }, quelqu’un est passé devant : { $reason }
reservations-quantity = Combien
reservations-reason = Motif (facultatif)
reservations-refunded = À rembourser
reservations-refuse = Refuser
reservations-reopen = Rouvrir
reservations-repeat = Répétition
reservations-repeat-once = Une seule fois
reservations-repeat-day = Chaque jour
reservations-repeat-fortnight = Toutes les deux semaines
reservations-repeat-working = Du lundi au vendredi
reservations-repeat-week = Chaque semaine
reservations-repeat-month = Chaque mois, le même jour de semaine
reservations-request-do = Envoyer la demande
reservations-requests = Demandes en attente
reservations-rule = Règle de répétition
reservations-rule-hint = Au format des agendas (RFC 5545), par exemple FREQ=WEEKLY;BYDAY=TU,TH;COUNT=10. Elle remplace la répétition choisie ci-dessus.
reservations-rule-more = Une autre répétition
reservations-save = Enregistrer
reservations-secrets = Code d’arrivée et adresse d’agenda
reservations-secrets-renew = Renouveler les deux
reservations-secrets-what = Si l’affiche ou l’adresse de l’agenda du site est tombée en de mauvaises mains, renouvelez-les. Imprimez ensuite l’affiche à nouveau.
reservations-see-thing = Voir { $name }
reservations-series-dates = Dates
reservations-series-days = { $interval ->
    [1] Chaque jour
   *[other] Tous les { $interval } jours
}
reservations-series-do = Garder les dates cochées
reservations-series-endless = Dites jusqu’à quand la série va.
reservations-series-held = Ce créneau fait partie d’une série de { $count } dates, confirmées ensemble.
reservations-series-length = Une date doit finir après son début, et durer moins d’une semaine.
reservations-series-months-day = Le { $day } du mois
reservations-series-months-last = Le dernier du mois
reservations-series-months-last-day = Le dernier jour du mois
reservations-series-months-nth = Le { $nth }e du mois
reservations-series-never = Aucune date ne correspond.
reservations-series-not-understood = « { $part } » n’est pas compris.
reservations-series-overlap = Deux dates se recouvrent.
reservations-series-price = En tout : { $price }
reservations-series-title = { $count } dates possibles sur { $all }
reservations-series-too-long = Une série dure au plus { $limit } ans.
reservations-series-too-many = Une série compte au plus { $limit } dates.
reservations-series-too-often = Une série ne revient pas plus d’une fois par jour.
reservations-series-weeks = { $interval ->
    [1] Chaque semaine
   *[other] Toutes les { $interval } semaines
}
reservations-series-working-days = Du lundi au vendredi
reservations-settings = Réglages
reservations-sheet-day = Jour
reservations-sheet-hour = Heure
reservations-sheet-used = Minutes occupées
reservations-sheet-open = Minutes ouvertes
reservations-sign-in = Pour réserver, connectez-vous ou créez un compte : une adresse électronique suffit.
reservations-sign-in-do = Se connecter pour réserver
reservations-site-free = Annulation sans frais jusqu’à (heures avant)
reservations-site-hold = Créneau gardé (minutes)
reservations-site-hours = Horaires d’ouverture
reservations-site-late = Remboursement au-delà (pour cent)
reservations-site-name = Nom
reservations-site-new = Ouvrir un site
reservations-site-no-show = Place rendue sans arrivée après (minutes, 0 : jamais)
reservations-site-organisation = Organisation
reservations-site-settings = Réglages du site
reservations-sites = Sites
reservations-sites-none = Aucun site
reservations-sites-none-what = Un site réunit ce qui se réserve au même endroit : salles, bureaux, places d’atelier.
reservations-standing-code = Statut
reservations-standing-code-hint = Par exemple : membre, habitant de Nanterre, formation laser.
reservations-standing-end = Retirer
reservations-standing-end-day = Jusqu’au
reservations-standing-give = Donner un statut
reservations-standing-give-do = Donner ce statut
reservations-standing-until = jusqu’au { $day }
reservations-standings = Statuts
reservations-standings-count = { $count ->
    [0] Personne n’a de statut ici
    [one] Un statut donné
   *[other] { $count } statuts donnés
}
reservations-standings-what = Un statut ouvre des conditions à part : réserver plus tôt, à un autre tarif, ou ce qui demande une formation.
reservations-state-held = À confirmer
reservations-state-requested = Demandée
reservations-state-confirmed = Confirmée
reservations-state-checked_in = Sur place
reservations-state-done = Terminée
reservations-state-no_show = Non honorée
reservations-state-cancelled = Annulée
reservations-state-refused = Refusée
reservations-state-expired = Délai dépassé
reservations-story = Ce qui s’est passé
reservations-taken-now = Occupé en ce moment
reservations-there = Sur place
reservations-thing-after = Minutes libres après
reservations-thing-approval = L’accueil doit accepter chaque demande
reservations-thing-before = Minutes libres avant
reservations-thing-capacity = Combien à la fois
reservations-thing-closed = Ne plus proposer
reservations-thing-day = Au plus par jour (€)
reservations-thing-horizon = Jours à l’avance, au plus
reservations-thing-hour = Prix de l’heure (€)
reservations-thing-hours = Horaires propres, s’ils diffèrent de ceux du site
reservations-thing-kind = Comment cela se réserve
reservations-thing-max = Durée la plus longue (minutes)
reservations-thing-min = Durée la plus courte (minutes)
reservations-thing-more = Autres réglages
reservations-thing-name = Nom
reservations-thing-new = Ajouter une ressource
reservations-thing-notice = Délai avant le début (minutes)
reservations-thing-person = Réservations à venir par personne
reservations-thing-requires = Qualité exigée, par exemple une formation
reservations-thing-settings = Réglages : { $name }
reservations-thing-step = Pas (minutes)
reservations-thing-what = En quelques mots
reservations-times = de { $from } à { $to }
reservations-times-over = de { $from } au { $day }, { $to }
reservations-title = Objet
reservations-to = À
reservations-to-calendar = Ajouter à mon agenda
reservations-to-come = À venir
reservations-today = Aujourd’hui
reservations-today-none = Personne n’est attendu aujourd’hui.
reservations-told-own = Mes réservations
reservations-told-requests = Demandes de réservation à examiner
reservations-touched-none = Personne n’est touché. Confirmez la fermeture.
reservations-turn = Rang { $turn }
reservations-unit = Place attribuée
reservations-units = place { $units }
reservations-until = Jusqu’au (si cela se répète)
reservations-use = Occupation
reservations-use-hour = Heure
reservations-use-hours = Heures occupées
reservations-use-open = Heures ouvertes
reservations-use-table = Part occupée, par heure et par jour
reservations-use-title = { $share } occupé en quatre semaines
reservations-use-what = Part des heures ouvertes qui étaient occupées, ces 28 derniers jours. Plus c’est foncé, plus c’est plein.
reservations-wait = M’inscrire sur la liste d’attente
reservations-wait-waiting = En attente
reservations-wait-offered = Place proposée
reservations-wait-taken = Place prise
reservations-wait-left = Quittée
reservations-wait-passed = Passée
reservations-wait-leave = Quitter la liste
reservations-wait-link = { $name }, { $when }
reservations-waits = Liste d’attente
reservations-waits-none = Personne n’attend.
reservations-waits-own = Mes listes d’attente
reservations-walk = Quelqu’un se présente
reservations-walk-do = Inscrire
reservations-walk-end = Jusqu’à
reservations-walk-thing = Quoi
reservations-walk-who = Nom
reservations-week-after = Semaine suivante
reservations-week-before = Semaine précédente
reservations-week-closed = fermé
reservations-week-dates = du { $from } au { $to }
reservations-week-days = du { $first } au { $last }
reservations-week-hint = Par exemple « 9 h – 12 h 30, 14 h – 18 h ». Laissez vide les jours de fermeture.
reservations-week-holidays-off = fermé
reservations-week-holidays-usual = comme les autres jours
reservations-week-line = { $days } { $hours }
reservations-week-other = Écrire d’autres horaires
reservations-week-ph = Jours fériés
reservations-week-span = { $from } – { $to }
reservations-week-text = Horaires au format d’OpenStreetMap
reservations-week-text-hint = Pour ce que la semaine ne dit pas, comme « Mo-Fr 09:00-18:00, Aug off, PH off ». Ce champ, s’il est rempli, remplace les lignes ci-dessus.
reservations-weekday-1 = lundi
reservations-weekday-2 = mardi
reservations-weekday-3 = mercredi
reservations-weekday-4 = jeudi
reservations-weekday-5 = vendredi
reservations-weekday-6 = samedi
reservations-weekday-7 = dimanche
reservations-weeks = Semaines
reservations-when = { $day }, { $times }
reservations-who = Qui
reservations-window-days = Jours à l’avance
reservations-window-days-ahead = jusqu’à { $days } jours à l’avance
reservations-window-end = Supprimer
reservations-window-price = Prix de l’heure
reservations-window-price-hint = Laissez vide si c’est le prix de tous.
reservations-window-set = Conditions d’un statut
reservations-windows = Conditions par statut
reservations-windows-of = Conditions par statut : { $name }
reservations-windows-usual = Pour tous : { $days }, { $price }.
reservations-desk-title = { $expected ->
    [0] Personne n’est attendu, { $there } sur place
    [one] Une personne est attendue, { $there } sur place
   *[other] { $expected } personnes sont attendues, { $there } sur place
}
reservations-free-now = { $left ->
    [one] Libre jusqu’à { $time }
   *[other] { $left } libres jusqu’à { $time }
}
reservations-hindrance-open = { $count ->
    [one] Une réservation à venir est à votre nom. Annulez-la, puis recommencez.
   *[other] { $count } réservations à venir sont à votre nom. Annulez-les, puis recommencez.
}
reservations-own-count = { $count ->
    [one] Une réservation à venir
   *[other] { $count } réservations à venir
}
reservations-sites-count = { $count ->
    [one] Vous tenez un site
   *[other] Vous tenez { $count } sites
}
reservations-touched = { $count ->
    [one] Une réservation serait annulée, remboursée, et la personne prévenue.
   *[other] { $count } réservations seraient annulées, remboursées, et les personnes prévenues.
}
reservations-waits-title = { $count ->
    [0] Personne n’attend : { $name }
    [one] Une personne attend : { $name }
   *[other] { $count } personnes attendent : { $name }
}
reservations-action-site = Site ouvert
reservations-action-site-changed = Site modifié
reservations-action-resource = Ressource ajoutée
reservations-action-resource-changed = Ressource modifiée
reservations-action-resumed = Site rouvert avec son lieu
reservations-action-secrets = Codes d’un site renouvelés
reservations-action-standing = Qualité reconnue
reservations-action-standing-ended = Qualité retirée
reservations-action-window = Fenêtre de réservation changée
reservations-action-order = Ordre d’une liste d’attente changé
reservations-action-closed = Fermeture
reservations-action-ended = Site fermé avec son lieu
reservations-action-reopened = Réouverture
reservations-mail-confirmed-subject = Réservation confirmée : { $title }
reservations-mail-confirmed-text = Bonjour,
    
    Votre réservation est confirmée : { $title }, { $organisation }, le { $at }.
    { $link }
reservations-mail-refused-subject = Demande refusée : { $title }
reservations-mail-refused-text = Bonjour,
    
    L’accueil ne peut pas accepter votre demande pour { $title }, { $organisation }, le { $at }. { $message }
    { $link }
reservations-mail-cancelled-subject = Réservation annulée : { $title }
reservations-mail-cancelled-text = Bonjour,
    
    La réservation de { $title }, { $organisation }, le { $at }, est annulée. { $message }
    { $link }
reservations-mail-moved-subject = Réservation déplacée : { $title }
reservations-mail-moved-text = Bonjour,
    
    Votre réservation de { $title }, { $organisation }, est maintenant le { $at }.
    { $link }
reservations-mail-unanswered-subject = Demande restée sans réponse : { $title }
reservations-mail-unanswered-text = Bonjour,
    
    Votre demande pour { $title }, { $organisation }, le { $at }, n’a pas reçu de réponse à temps. Rien ne vous sera demandé.
    { $link }
reservations-mail-missed-subject = Réservation non honorée : { $title }
reservations-mail-missed-text = Bonjour,
    
    Personne ne s’est présenté pour { $title }, { $organisation }, le { $at }. La place a été rendue. Si vous ne pouvez pas venir, annulez : d’autres attendent.
    { $link }
reservations-mail-offered-subject = Une place se libère : { $title }
reservations-mail-offered-text = Bonjour,
    
    Une place se libère pour { $title }, { $organisation }, le { $at }. Elle vous est gardée jusqu’au { $due }. Confirmez-la ou rendez-la :
    { $link }
reservations-mail-request-subject = Demande de réservation : { $title }
reservations-mail-request-text = Bonjour,
    
    Une demande attend votre réponse : { $title }, { $organisation }, le { $at }.
    { $link }
reservations-poster-page = Page ouverte par l’affiche
reservations-frame-title = Libre : { $name }
reservations-conflict-late = Il est trop tard pour déplacer cette réservation. Annulez-la, ou demandez à l’accueil.
reservations-conflict-waits = Vous êtes déjà sur la liste d’attente pour ce moment.
reservations-fault-hour = Le pas doit diviser une heure : 5, 10, 15, 20, 30 ou 60 minutes.
reservations-fault-hours-none = Dites au moins un jour d’ouverture.
reservations-fault-hours-overlap = Deux ouvertures de ce jour se chevauchent.
reservations-action-rate = Tarif horaire ajouté
reservations-action-rate-ended = Tarif horaire retiré
reservations-action-book = Site : facturation dans le livre
reservations-action-book-ended = Site : fin de la facturation
reservations-action-plan = Formule ajoutée
reservations-action-plan-ended = Formule retirée de la vente
reservations-action-pass = Forfait acheté ou remis
reservations-action-user = Utilisateur d’un compte d’entreprise désigné
reservations-action-user-ended = Utilisateur d’un compte d’entreprise retiré
reservations-action-made-good = Geste commercial
reservations-action-invoiced = Mois facturé
reservations-action-credited = Avoir émis
reservations-event-made_good = Geste de l’accueil
reservations-conflict-credits = Il ne reste pas assez sur ce forfait pour ce moment. Choisissez un autre moyen de payer.
reservations-conflict-no-book = Ce site ne facture pas encore. Choisissez d’abord son livre de comptes sur la page de la facturation.
reservations-conflict-plan = Cette formule n’est pas, ou plus, proposée pour vous.
reservations-conflict-plans = Un site propose cent formules au plus.
reservations-conflict-users = Deux cents personnes au plus utilisent un compte.
reservations-conflict-invoiced = Cette réservation est déjà facturée : elle ne se déplace plus.
reservations-conflict-good = Un geste se fait une fois la réservation commencée ou passée. Avant, annulez-la : tout est rendu.
reservations-conflict-month = Ce mois n’est pas terminé : il sera facturé après son dernier jour.
reservations-fault-rates = Une ressource a { $most } tarifs horaires au plus.
reservations-fault-plan-amount = Indiquez combien d’entrées ou d’heures la formule donne.
reservations-fault-plan-nothing = La formule ne donne rien : choisissez des entrées, des heures, un budget ou une qualité.
reservations-fault-plan-budget = Un budget n’existe que pour un compte d’entreprise.
reservations-fault-plan-lasts = Indiquez une durée, en mois ou en jours.
reservations-fault-holder = Cette formule est réservée aux organisations, ou aux personnes.
reservations-fault-from = Le forfait commence aujourd’hui ou dans les soixante jours.
reservations-fault-good = Il reste { $left } à rendre au plus.
reservations-fault-manager = Cette formule est pour une organisation : indiquez l’adresse d’une personne qui en gère une, et une seule.
reservations-missing-address = Il manque l’adresse : la facture ne peut pas être émise.
reservations-unit-ENTREES = Entrées
reservations-unit-MIN = Heures
reservations-unit-BUDGET = Budget
reservations-duration-minutes = { $count } min
reservations-left = il reste { $left }
reservations-plan-monthly = { $amount } chaque mois
reservations-plan-budget-of = budget de { $amount } par mois
reservations-plan-standing-of = qualité « { $standing } »
reservations-plan-for = pour { $things }
reservations-with-tax = { $net } hors taxe, { $gross } TTC
reservations-part = { $duration } à { $hour } l’heure : { $price }
reservations-part-of = { $name } : { $duration } à { $hour } l’heure : { $price }
reservations-part-ceiling = Plafond de la journée : { $price }
reservations-invoicing = Factures du mois
reservations-invoicing-title = Factures : { $month }
reservations-invoicing-no-book = L’organisation de ce site ne tient pas de livre ici, ou vous n’en tenez pas les comptes : rien n’est facturé, on paie sur place.
reservations-invoicing-choose = Ce site ne facture pas encore : on paie sur place. Choisissez ci-dessous de facturer dans le livre de l’organisation.
reservations-invoicing-not-yours = Ce site facture dans un livre que vous ne tenez pas.
reservations-invoicing-none = Il n’y a rien à facturer pour ce mois.
reservations-invoicing-behind = Ces factures n’ont pas pu être émises
reservations-invoicing-do = Émettre les factures
reservations-months = Mois
reservations-party = Compléter la fiche
reservations-party-of = Compléter la fiche de { $name }
reservations-payer-gone = Compte supprimé
reservations-to-credit = À rendre par un avoir : { $amount }
reservations-invoiced-on = { $papers } : { $amount } hors taxe
reservations-notice-invoiced = Les factures sont émises.
reservations-book = Livre de comptes
reservations-book-what = Ce qui est confirmé et payant est dû, puis facturé à la fin du mois dans le livre de l’organisation. Sans livre, on paie sur place.
reservations-book-do = Facturer dans ce livre
reservations-book-end = Ne plus facturer
reservations-vat = TVA
reservations-vat-hint = Les prix sont hors taxe ; la facture ajoute la TVA.
reservations-money = Formules et factures
reservations-money-what = Les formules que ce site vend, qui les a, et les factures de chaque mois.
reservations-plans = Formules du site
reservations-plans-what = Ce que l’on peut acheter ici en plus des heures.
reservations-plans-none = Aucune formule pour le moment.
reservations-plan-pooled-short = pour une organisation
reservations-plan-audience-of = réservé : { $audience }
reservations-plan-ended = Plus vendue
reservations-plan-end = Ne plus vendre
reservations-plan-end-this = Ne plus vendre { $name }
reservations-plan-new = Nouvelle formule
reservations-plan-name = Nom
reservations-plan-price = Prix hors taxe
reservations-plan-unit = Ce qu’elle donne
reservations-plan-unit-none = Ni entrées ni heures
reservations-plan-unit-ENTREES = Des entrées
reservations-plan-unit-hint = Une entrée vaut un jour pour une place.
reservations-plan-unit-MIN = Des heures
reservations-plan-amount = Combien
reservations-plan-each-month = Redonnées chaque mois, à compter du premier jour
reservations-plan-months = Durée en mois
reservations-plan-days = et en jours
reservations-plan-things = Valable pour
reservations-plan-things-hint = Rien de coché : tout le site.
reservations-plan-standing = Qualité donnée
reservations-plan-standing-hint = Par exemple « member » : ses fenêtres et ses prix s’appliquent pendant la durée.
reservations-plan-audience = Réservée à la qualité
reservations-plan-pooled = Compte d’une organisation, partagé par ses personnes
reservations-plan-budget = Budget par mois
reservations-plan-budget-hint = Pour un compte d’organisation : un plafond qui n’est pas dépassé.
reservations-plan-add = Ajouter la formule
reservations-offers = Formules et forfaits
reservations-offers-title = Formules : { $name }
reservations-offers-what = Choisissez une formule pour la voir et l’acheter.
reservations-offers-none = Aucune formule n’est proposée en ce moment.
reservations-buy-title = Acheter : { $name }
reservations-buy-what = Ce qui reste alors est perdu ; si le forfait dure plus d’une semaine, un message vous le rappelle sept jours avant. Le prix figurera sur la facture du mois.
reservations-buy-holder = Pour
reservations-buy-from = À partir du
reservations-buy-do = Acheter
reservations-buy-organisation = Cette formule est pour une organisation, et vous n’en gérez pas.
reservations-notice-bought = Le forfait est à vous.
reservations-notice-given = Le forfait est remis.
reservations-notice-good = Le geste est enregistré.
reservations-pass-until = jusqu’au { $day }
reservations-pass-over = terminé le { $day }
reservations-passes = Mes forfaits et ce qui reste
reservations-users = Qui utilise ce compte
reservations-users-none = Personne encore : désignez les personnes qui réservent au compte de l’organisation.
reservations-user-end = Retirer
reservations-user-end-this = Retirer { $name }
reservations-user-name = Désigner
reservations-used = Utilisé
reservations-used-title = Utilisation
reservations-used-what = Par personne et par mois : des quantités, sans les lieux ni les heures.
reservations-used-table = Utilisation par personne et par mois
reservations-use-month = Mois
reservations-members = Forfaits en cours
reservations-members-none = Personne n’a encore de forfait.
reservations-give = Remettre un forfait
reservations-give-plan = Formule
reservations-give-gift = Offert : rien ne sera facturé
reservations-give-do = Remettre
reservations-rates = Tarifs par heures
reservations-rates-title = Tarifs par heures : { $name }
reservations-rates-what = Prix habituel : { $price }. Aux heures ci-dessous, un autre prix vaut ; entre plusieurs, qui a une qualité paie le moindre.
reservations-rate-new = Nouveau tarif
reservations-rate-label = Nom
reservations-rate-label-hint = Par exemple : Soirée.
reservations-rate-hours = Heures
reservations-rate-hours-hint = Syntaxe d’OpenStreetMap, par exemple Mo-Fr 18:00-22:00.
reservations-rate-standing = Réservé à la qualité
reservations-rate-add = Ajouter le tarif
reservations-rate-end = Retirer
reservations-rate-end-this = Retirer { $name }
reservations-paid-by-pass = payé par un forfait
reservations-parts = Détail du prix
reservations-taken = Pris sur le forfait
reservations-taken-back = { $amount }, dont { $back } en retour
reservations-papers = Facture et avoirs
reservations-credited = Rendu par avoir, hors taxe
reservations-good = Faire un geste
reservations-good-what = Rendez tout ou partie de cette réservation. Ce qui est déjà facturé donne lieu à un avoir.
reservations-good-amount = Montant rendu, hors taxe
reservations-good-do = Rendre
reservations-means = Payer
reservations-with-pass = { $name } ({ $left })
reservations-with-money = À l’heure ({ $price })
reservations-map-what-pass = Les forfaits achetés ou reçus, et leur durée
reservations-map-what-user = Qui utilise le compte d’une organisation
reservations-map-what-charge = Ce qui est dû pour une réservation ou un forfait, et la facture
reservations-map-what-payer = À quelle fiche du livre correspond qui paie
reservations-map-kept-pass = { $period } après la fin du forfait
reservations-map-kept-user = tant que l’organisation le laisse
reservations-month-1 = janvier
reservations-month-2 = février
reservations-month-3 = mars
reservations-month-4 = avril
reservations-month-5 = mai
reservations-month-6 = juin
reservations-month-7 = juillet
reservations-month-8 = août
reservations-month-9 = septembre
reservations-month-10 = octobre
reservations-month-11 = novembre
reservations-month-12 = décembre
reservations-entries = { $count ->
    [one] une entrée
   *[other] { $count } entrées
}
reservations-lasts-months = { $count ->
    [one] un mois
   *[other] { $count } mois
}
reservations-lasts-days = { $count ->
    [one] un jour
   *[other] { $count } jours
}
reservations-members-title = { $count ->
    [0] Aucun forfait en cours
    [one] Un forfait en cours
   *[other] { $count } forfaits en cours
}
reservations-invoicing-due = { $count ->
    [one] Une facture à émettre, { $amount } hors taxe.
   *[other] { $count } factures à émettre, { $amount } hors taxe.
}
reservations-invoicing-not-over = { $count ->
    [0] Ce mois n’est pas terminé et rien n’est dû.
    [one] Ce mois n’est pas terminé. Une personne ou organisation doit { $amount } hors taxe.
   *[other] Ce mois n’est pas terminé. { $count } personnes ou organisations doivent { $amount } hors taxe.
}
reservations-hindrance-owed = { $count ->
    [one] Une réservation ou un forfait n’est pas encore facturé : attendez la facture, ou voyez avec l’accueil.
   *[other] { $count } réservations ou forfaits ne sont pas encore facturés : attendez la facture, ou voyez avec l’accueil.
}
reservations-mail-pass-ends-subject = Votre forfait se termine : { $title }
reservations-mail-pass-ends-text = Bonjour,
    
    Votre forfait { $title }, { $organisation }, se termine le { $due }. Ce qui reste sera perdu ce jour-là :
    { $link }
reservations-told-passes = Fin de mes forfaits
reservations-parts-each = Détail du prix, pour un
reservations-buy-ends = Commencé aujourd’hui, il se termine le { $day }.
