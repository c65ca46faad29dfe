# La programmation des lieux
places-agenda-title = Agenda
places-agenda-of = Agenda : { $name }
places-agenda-network = Ce qui a lieu bientôt
places-agenda-all = Tout l’agenda du lieu
places-agenda-none = Aucun rendez-vous n’est annoncé pour l’instant.
places-agenda-next = Prochain rendez-vous : « { $title } », { $when }, { $place }.
places-agenda-found = { $count ->
    [0] Aucun rendez-vous ne correspond
    [one] Un rendez-vous correspond
    [many] { $count } de rendez-vous correspondent
   *[other] { $count } rendez-vous correspondent
}
places-agenda-empty = Rien n’est encore annoncé ici.
places-agenda-empty-what = Préparez un atelier, un repas, une visite, puis annoncez-le.
places-agenda-subscribe = S’abonner à cet agenda
places-agenda-prepare = Préparer des rendez-vous
places-agenda-week = Semaine du { $day }
places-agenda-later = Plus tard
places-agenda-from-now = À partir d’aujourd’hui
places-agenda-gone = Ce qui a eu lieu
places-agenda-day = { $weekday } { $day }
places-agenda-day-monday = lundi
places-agenda-day-tuesday = mardi
places-agenda-day-wednesday = mercredi
places-agenda-day-thursday = jeudi
places-agenda-day-friday = vendredi
places-agenda-day-saturday = samedi
places-agenda-day-sunday = dimanche
places-agenda-hour = { $hour } h
places-agenda-clock = { $hour } h { $minute }
places-agenda-when = { $day }, de { $from } à { $to }
places-agenda-lead = { $kind }, { $when }, { $place }.
places-agenda-kind = Nature
places-agenda-kind-workshop = Atelier
places-agenda-kind-conference = Conférence
places-agenda-kind-open-house = Portes ouvertes
places-agenda-kind-meal = Repas partagé
places-agenda-kind-visit = Visite
places-agenda-kind-course = Cours
places-agenda-kind-other = Rendez-vous
places-agenda-language = Langue
places-agenda-language-fr = français
places-agenda-language-en = anglais
places-agenda-language-ar = arabe
places-agenda-language-pt = portugais
places-agenda-language-lsf = langue des signes française
places-agenda-language-several = plusieurs langues
places-agenda-publics = Pour qui
places-agenda-state-draft = Brouillon
places-agenda-state-announced = Annoncé
places-agenda-state-cancelled = Annulé
places-agenda-state-over = Terminé
places-agenda-past = Passé
places-agenda-now = En ce moment
places-agenda-full = Complet
places-agenda-left = { $count ->
    [one] Encore une place
    [many] Encore { $count } de places
   *[other] Encore { $count } places
}
places-agenda-free = Gratuit
places-agenda-part = Participer
places-agenda-take-part = Participer
places-agenda-wait = M’inscrire sur la liste d’attente
places-agenda-full-what = Toutes les places sont prises. Dès qu’une place se libère, elle est proposée dans l’ordre de la liste d’attente.
places-agenda-quantity = Combien serez-vous ?
places-agenda-with = { $count ->
    [one] Je viens sans personne d’autre
    [many] Nous serons { $count }
   *[other] Nous serons { $count }
}
places-agenda-together = Vous venez ensemble ou pas du tout : personne ne reste à la porte.
places-agenda-sign-in = Connectez-vous pour participer.
places-agenda-sign-in-do = Me connecter
places-agenda-yours = { $count ->
    [one] Vous participez : une place est à vous.
    [many] Vous participez : { $count } de places sont à vous.
   *[other] Vous participez : { $count } places sont à vous.
}
places-agenda-manage = Voir ou rendre mes places
places-agenda-held = Une place s’est libérée et vous est gardée.
places-agenda-answer = La prendre ou la rendre
places-agenda-turn = Vous êtes sur la liste d’attente : rang { $turn }.
places-agenda-leave = Quitter la liste d’attente
places-agenda-began = Le rendez-vous a commencé : les places ne se demandent plus.
places-agenda-called-off = Ce rendez-vous est annulé. { $reason }
places-agenda-draft-what = Ce rendez-vous est en préparation : personne d’autre ne le voit.
places-agenda-past-what = Ce rendez-vous est passé.
places-agenda-came = { $count ->
    [one] Une personne est venue
    [many] { $count } de personnes sont venues
   *[other] { $count } personnes sont venues
}
places-agenda-led = Ce que j’anime
places-agenda-led-by = Animé par
places-agenda-to-calendar = Ajouter à mon agenda
places-agenda-edit = Modifier ce rendez-vous
places-agenda-list = Liste des présents
places-agenda-list-what = Seuls voient ces noms la personne qui anime le rendez-vous et l’accueil du lieu.
places-agenda-coming = { $count ->
    [one] Une place sur { $seats } est prise ; { $waiting } sur la liste d’attente.
    [many] { $count } de places sur { $seats } sont prises ; { $waiting } sur la liste d’attente.
   *[other] { $count } places sur { $seats } sont prises ; { $waiting } sur la liste d’attente.
}
places-agenda-somebody = Une personne sans compte
places-agenda-desk = Accueil du jour
places-agenda-waits = Liste d’attente
places-agenda-column-id = Identifiant
places-agenda-column-title = Titre
places-agenda-column-kind = Nature
places-agenda-column-language = Langue
places-agenda-column-day = Quand
places-agenda-column-from = De
places-agenda-column-to = À
places-agenda-column-place = Où
places-agenda-column-commune = Commune
places-agenda-column-seats = Places
places-agenda-column-price = Prix
places-agenda-column-state = État
places-agenda-column-came = Venus
places-agenda-column-results = Bilan
places-agenda-column-taken = Places prises
places-agenda-column-name = Nom
places-agenda-column-quantity = Places
places-agenda-desk-lead = { $ahead ->
    [0] Rien n’est annoncé
    [one] Un rendez-vous à venir
    [many] { $ahead } de rendez-vous à venir
   *[other] { $ahead } rendez-vous à venir
}{ $untold ->
    [0] .
    [one] , et un bilan à écrire.
    [many] , et { $untold } de bilans à écrire.
   *[other] , et { $untold } bilans à écrire.
}
places-agenda-new = Préparer un rendez-vous
places-agenda-what = Ce qui aura lieu
places-agenda-create = Préparer ce rendez-vous
places-agenda-change = Modifier l’annonce
places-agenda-announce = Annoncer
places-agenda-announce-what = Tout le monde verra ce rendez-vous et pourra y participer. Ensuite, le jour et les heures ne changent plus.
places-agenda-announce-do = Annoncer ce rendez-vous
places-agenda-tell = Bilan
places-agenda-tell-do = Publier le bilan
places-agenda-call-off = Annuler ce rendez-vous
places-agenda-call-off-what = Les personnes inscrites et celles qui attendent seront prévenues du motif, et toutes les places seront rendues. C’est définitif.
places-agenda-drop-what = Ce brouillon sera abandonné. Personne n’est prévenu.
places-agenda-call-off-do = Confirmer l’annulation
places-agenda-edit-none = Aucun choix
places-agenda-edit-title = Titre
places-agenda-edit-description = Ce qui s’y passe, ce qu’il faut apporter
places-agenda-edit-day = Jour
places-agenda-edit-from = De
places-agenda-edit-to = À
places-agenda-edit-more = Autres jours, aux mêmes heures
places-agenda-edit-more-hint = Un jour par ligne, par exemple 12/01/2027. Onze au plus.
places-agenda-edit-seats = Nombre de places
places-agenda-edit-party = Places qu’une personne peut demander
places-agenda-edit-space = Espace
places-agenda-edit-led-by = Qui anime, tel que tout le monde le lira
places-agenda-edit-led-by-hint = Rien si c’est le porteur du lieu.
places-agenda-edit-leader = Adresse du compte de qui anime
places-agenda-edit-leader-hint = Ce compte verra les noms des personnes inscrites.
places-agenda-edit-partner = Organisation partenaire (SIRET ou RNA)
places-agenda-edit-partner-hint = Ses membres verront les noms des personnes inscrites.
places-agenda-edit-price = Prix, en toutes lettres
places-agenda-edit-price-hint = Rien si c’est gratuit.
places-agenda-edit-access = Accessibilité
places-agenda-edit-access-hint = Plain-pied, boucle magnétique, langue des signes, facile à lire…
places-agenda-edit-picture = Image
places-agenda-edit-tour = Étape d’une tournée
places-agenda-edit-came = Nombre de personnes venues
places-agenda-edit-results = Ce qui en est sorti, en quelques mots
places-agenda-edit-reason = Motif
places-agenda-fault-five = Les heures vont de cinq minutes en cinq minutes.
places-agenda-fault-length = La durée va de cinq minutes à moins d’un jour.
places-agenda-fault-past = Ce moment est passé : choisissez-en un à venir.
places-agenda-fault-far = Choisissez un jour des deux années à venir.
places-agenda-fault-life = Le lieu n’est pas ouvert ce jour-là.
places-agenda-fault-time = Un rendez-vous annoncé garde son jour et ses heures : annulez-le et préparez-en un autre.
places-agenda-fault-clock = Écrivez une heure comme 14:30.
places-agenda-fault-days = Écrivez des jours comme 12/01/2027.
places-agenda-fault-dates = Douze dates au plus en une fois.
places-agenda-fault-leader = Aucun compte n’a cette adresse.
places-agenda-conflict-ended = Ce rendez-vous est terminé ou annulé.
places-agenda-conflict-cancelled = Ce rendez-vous est annulé.
places-agenda-conflict-state = Ce rendez-vous est déjà annoncé.
places-agenda-conflict-place = Le lieu n’est pas encore public : le réseau l’annonce d’abord.
places-agenda-conflict-not-over = Ce rendez-vous n’est pas encore terminé.
places-agenda-conflict-many = Vous avez trop de réservations à venir. Rendez-en une d’abord.
places-notice-takes-part = Vous participez. Un courriel vous a été envoyé.
places-notice-waits = Vous êtes sur la liste d’attente. Vous serez prévenu dès qu’une place sera à vous.
places-notice-prepared = Le brouillon est enregistré. Relisez-le, puis annoncez-le.
places-notice-announced = Le rendez-vous est annoncé.
places-notice-called-off = Le rendez-vous est annulé, et toutes les personnes inscrites sont prévenues.
places-notice-told = Le bilan est public.
places-event-gathering = Rendez-vous préparé
places-event-gathering-changed = Rendez-vous modifié
places-event-gathering-announced = Rendez-vous annoncé
places-event-gathering-cancelled = Rendez-vous annulé
places-event-gathering-over = Bilan d’un rendez-vous publié
places-action-gathering = Rendez-vous préparé dans un lieu
places-action-gathering-changed = Rendez-vous d’un lieu modifié
places-action-gathering-announced = Rendez-vous d’un lieu annoncé
places-action-gathering-cancelled = Rendez-vous d’un lieu annulé
places-action-gathering-over = Bilan d’un rendez-vous publié
places-map-what-leader = Qui anime un rendez-vous d’un lieu
places-map-what-wish = Qui a demandé des places tirées au sort, lesquelles, et la réponse
places-map-what-proposal = Ce qu’une personne propose à un lieu, et ce qui en a été dit
places-map-persons-members = Personnes qui participent à la vie d’un lieu
places-map-purpose-agenda = Tenir des rendez-vous dans les lieux : places, tirages au sort, propositions
places-map-seen-leader = Qui tient le lieu
places-map-seen-wish = La personne elle-même ; le fichier publié n’a que des numéros
places-map-seen-proposal = La personne et qui tient le lieu
# Tirages au sort
places-draw-title = Tirage au sort
places-draw-all = Tirages au sort
places-draw-new = Tirer des places au sort
places-draw-what = Au lieu d’aller aux premiers, les places sont tirées au sort entre toutes les personnes qui les demandent jusqu’à un jour donné. Choisissez les brouillons : ils seront annoncés ensemble.
places-draw-no-draft = Préparez d’abord au moins un rendez-vous : le tirage l’annoncera.
places-draw-gatherings = Rendez-vous
places-draw-edit-title = Nom du tirage
places-draw-edit-gatherings = Rendez-vous dont les places sont tirées au sort
places-draw-edit-closes = Demandes jusqu’au
places-draw-edit-hour = Heure
places-draw-edit-priority = Qui passe d’abord
places-draw-priority-equal = Tout le monde à égalité
places-draw-priority-resident = Les habitants d’abord
places-draw-priority-resident-member = Les habitants d’abord, puis les adhérents
places-draw-priority-member = Les adhérents d’abord
places-draw-priority-resident-half = La moitié des places d’abord aux habitants
places-draw-seed-what = Le logiciel choisit au hasard un nombre secret, que personne ne voit avant la clôture. Son empreinte est publiée tout de suite, le nombre après la clôture.
places-draw-create = Annoncer le tirage
places-draw-moment = { $day } à { $time }
places-draw-until = Les places sont tirées au sort entre toutes les demandes reçues jusqu’au { $at }.
places-draw-lead-open = Demandez jusqu’au { $at } : les places seront alors tirées au sort, peu importe qui est arrivé le premier.
places-draw-lead-due = La clôture est passée : le tirage est en cours.
places-draw-lead-done = Tirage du { $at }, entre { $count ->
    [one] une demande
    [many] { $count } de demandes
   *[other] { $count } demandes
}.
places-draw-lead-cancelled = Il n’y a plus rien à tirer : les rendez-vous sont annulés.
places-draw-asked = { $count ->
    [0] Aucune demande pour l’instant
    [one] Une demande
    [many] { $count } de demandes
   *[other] { $count } demandes
}
places-draw-ask = Demander une place
places-draw-ask-again = Modifier ma demande
places-draw-send = Envoyer ma demande
places-draw-save = Enregistrer ma demande
places-draw-take-back = Retirer ma demande
places-draw-own = Votre demande n° { $number }
places-draw-own-all = Voir mes réservations
places-draw-wishes-what = Vous aurez un rendez-vous au plus. Donnez vos vrais vœux, le meilleur d’abord : cela ne peut pas vous nuire.
places-draw-wish-1 = Vœu 1
places-draw-wish-2 = Vœu 2
places-draw-wish-3 = Vœu 3
places-draw-wish-4 = Vœu 4
places-draw-wish-5 = Vœu 5
places-draw-no-wish = Aucun vœu
places-draw-how = Comment les places sont tirées
places-draw-how-what = Chaque demande a un numéro. L’ordre vient de l’empreinte du nombre secret et du numéro de la demande ; chacune reçoit son meilleur vœu où il reste des places, les familles ensemble ou pas du tout. Qui n’a pas de place attend, dans l’ordre du tirage.
places-draw-rule-equal = Tout le monde a la même chance.
places-draw-rule-resident = Les habitants de la commune passent d’abord ; le sort décide entre eux, puis entre les autres.
places-draw-rule-member = Les adhérents du lieu passent d’abord ; le sort décide entre eux, puis entre les autres.
places-draw-rule-resident-member = Les habitants de la commune passent d’abord, puis les adhérents du lieu ; le sort décide au sein de chaque groupe.
places-draw-rule-resident-half = La moitié des places va d’abord aux habitants de la commune ; le sort décide du reste.
places-draw-hash = Empreinte, annoncée avant
places-draw-seed = Nombre secret, publié après
places-draw-column-wish = Vœu
places-draw-column-people = Personnes
places-draw-got = Ont leur vœu { $rank }
places-draw-got-none = N’ont pas de place
places-draw-results = Résultat
places-draw-checked = Vérification
places-draw-sound = Un décompte qui n’a rien de commun avec le tirage ne trouve personne qui ait moins que ce que la règle lui donne.
places-draw-unsound = { $count ->
    [one] Un décompte qui n’a rien de commun avec le tirage trouve une personne qui a moins que ce que la règle lui donne : avec ces groupes, aucune réponse ne satisfait tout le monde.
    [many] Un décompte qui n’a rien de commun avec le tirage trouve { $count } de personnes qui ont moins que ce que la règle leur donne : avec ces groupes, aucune réponse ne satisfait tout le monde.
   *[other] Un décompte qui n’a rien de commun avec le tirage trouve { $count } personnes qui ont moins que ce que la règle leur donne : avec ces groupes, aucune réponse ne satisfait tout le monde.
}
places-draw-again = Qui en doute télécharge le fichier, où il n’y a que des numéros et aucun nom, et refait le tirage :
places-draw-file = Télécharger le fichier du tirage
places-draw-answer-seat = Vous avez une place : { $title }.
places-draw-answer-wait = Il ne restait plus de place. Vous êtes sur la liste d’attente, dans l’ordre du tirage.
places-draw-answer-none = Il ne restait ni place ni rang sur la liste d’attente.
places-draw-ground-draw = « { $title } » : { $before ->
    [one] une personne a été tirée avant vous.
    [many] { $before } de personnes ont été tirées avant vous.
   *[other] { $before } personnes ont été tirées avant vous.
}
places-draw-ground-class = « { $title } » : { $before ->
    [one] une personne avait la priorité.
    [many] { $before } de personnes avaient la priorité.
   *[other] { $before } personnes avaient la priorité.
}
places-draw-ground-at-least = « { $title } » : les dernières places sont gardées pour les habitants.
places-draw-ground-at-most = « { $title } » : votre catégorie a toutes les places qu’elle peut avoir.
places-draw-ground-together = « { $title } » : il restait une place pour certains d’entre vous, pas pour tous.
places-draw-ground-room = « { $title } » a moins de places que vous n’êtes de personnes.
places-draw-ground-unjustified = « { $title } » : avec ces groupes, aucune réponse ne satisfait tout le monde.
places-draw-fault-closing = Choisissez un moment à venir.
places-draw-fault-after = La clôture vient avant le premier rendez-vous.
places-draw-fault-gatherings = Choisissez un rendez-vous au moins, vingt au plus.
places-draw-fault-wishes = Donnez au moins un vœu.
places-draw-fault-twice = Vous avez déjà donné ce vœu.
places-draw-conflict-closed = Il est trop tard : la clôture de ce tirage est passée.
places-draw-conflict-many = Vous attendez déjà la réponse de { $most } tirages. Retirez d’abord une demande.
places-draw-conflict-full = Ce tirage ne prend plus de demandes.
places-notice-wished = Votre demande est enregistrée. Vous pouvez la modifier jusqu’à la clôture.
places-notice-wish-gone = Votre demande est retirée.
places-notice-draw = Le tirage est annoncé, avec son empreinte.
places-event-draw = Tirage au sort annoncé
places-action-draw = Tirage au sort de places annoncé
places-action-drawn = Places tirées au sort
places-told-agenda = Places, tirages et propositions dans les lieux
places-job-kind-draw = Tirage au sort de places
places-mail-drawn-wait-subject = Pas encore de place : { $title }
places-mail-drawn-wait-text = Bonjour,
    
    Le tirage « { $title } », { $organisation }, est fait. Il ne restait plus de place pour vous ; vous êtes sur la liste d’attente, dans l’ordre du tirage. Le motif, et comment vérifier le tirage :
    { $link }
places-mail-drawn-none-subject = Pas de place : { $title }
places-mail-drawn-none-text = Bonjour,
    
    Le tirage « { $title } », { $organisation }, est fait. Il ne restait plus de place pour vous. Le motif, et comment vérifier le tirage :
    { $link }
# Propositions
places-proposal = Proposition
places-proposal-all = Propositions
places-proposal-own = Mes propositions
places-proposal-new = Proposer un rendez-vous
places-proposal-what = Une idée pour { $name } ? Quelques mots suffisent : l’accueil du lieu vous répond ici.
places-proposal-count = { $count ->
    [one] Une proposition
    [many] { $count } de propositions
   *[other] { $count } propositions
}
places-proposal-open = { $count ->
    [0] Aucune de vos propositions n’attend de réponse.
    [one] Une de vos propositions attend une réponse.
    [many] { $count } de vos propositions attendent une réponse.
   *[other] { $count } de vos propositions attendent une réponse.
}
places-proposal-waiting = { $count ->
    [0] Aucune proposition n’attend votre réponse.
    [one] Une proposition attend votre réponse.
    [many] { $count } de propositions attendent votre réponse.
   *[other] { $count } propositions attendent votre réponse.
}
places-proposal-none = Aucune proposition pour l’instant
places-proposal-none-what = Les idées d’ateliers, de repas ou de services se proposent depuis l’agenda d’un lieu.
places-proposal-gone = Proposition d’un compte supprimé
places-proposal-column-title = Proposition
places-proposal-column-made = Faite le
places-proposal-column-state = État
places-proposal-edit-title = Que voudriez-vous faire ?
places-proposal-edit-about = Ce qui s’y passerait
places-proposal-edit-public = Pour qui
places-proposal-edit-when = Quand cela conviendrait
places-proposal-edit-needs = Ce qu’il faudrait
places-proposal-edit-needs-hint = Une salle, une cuisine, des outils, un écran…
places-proposal-edit-led-by = Votre nom, tel que tout le monde pourra le lire
places-proposal-edit-organisation = Proposé comme service par
places-proposal-edit-organisation-hint = Choisissez votre organisation si elle offrirait un service durable dans le lieu, et non un rendez-vous.
places-proposal-no-organisation = Personne : c’est un rendez-vous
places-proposal-edit-said = Votre message
places-proposal-edit-reason = Motif
places-proposal-send = Envoyer ma proposition
places-proposal-accept = Accepter
places-proposal-accept-event = Elle devient un brouillon que la personne animera ; vous pouvez tout modifier avant de l’annoncer.
places-proposal-accept-service = Elle devient un service du lieu ; vous pouvez tout modifier.
places-proposal-accept-do = Accepter cette proposition
places-proposal-ask = Poser une question
places-proposal-answer = Répondre ou compléter
places-proposal-say = Envoyer le message
places-proposal-decline = Refuser
places-proposal-decline-do = Refuser cette proposition
places-proposal-withdraw = Retirer ma proposition
places-proposal-steps = Ce qui s’est dit
places-proposal-became = Voir ce qu’elle est devenue
places-proposal-state-waiting = Attend l’accueil
places-proposal-state-asked = Attend la personne
places-proposal-state-accepted = Acceptée
places-proposal-state-declined = Refusée
places-proposal-state-withdrawn = Retirée
places-proposal-means-waiting = L’accueil du lieu n’a pas encore répondu.
places-proposal-means-asked = L’accueil du lieu a posé une question : la réponse de la personne est attendue.
places-proposal-means-accepted = L’accueil du lieu a accepté cette proposition.
places-proposal-means-declined = L’accueil du lieu a refusé cette proposition.
places-proposal-means-withdrawn = Cette proposition a été retirée.
places-proposal-step-proposed = Proposée
places-proposal-step-asked = Question de l’accueil
places-proposal-step-answered = Réponse de la personne
places-proposal-step-accepted = Acceptée
places-proposal-step-declined = Refusée
places-proposal-step-withdrawn = Retirée
places-proposal-conflict-place = Ce lieu ne prend pas de propositions en ce moment.
places-proposal-conflict-many = Cinq propositions au plus peuvent attendre une réponse. Attendez une réponse ou retirez-en une.
places-proposal-conflict-ended = Cette proposition a déjà reçu sa réponse.
places-notice-proposed = Votre proposition est envoyée. Vous serez prévenu à chaque étape.
places-notice-said = Le message est envoyé.
places-notice-accepted = La proposition est acceptée, et la personne prévenue.
places-notice-declined = La proposition est refusée, et la personne prévenue du motif.
places-notice-withdrawn = La proposition est retirée.
places-event-proposal-accepted = Proposition acceptée
places-event-proposal-declined = Proposition refusée
places-action-proposal = Proposition faite à un lieu
places-action-proposal-accepted = Proposition à un lieu acceptée
places-action-proposal-declined = Proposition à un lieu refusée
places-told-proposals = Propositions faites à vos lieux
places-mail-proposal-new-subject = Une proposition : { $title }
places-mail-proposal-new-text = Bonjour,
    
    Quelqu’un propose « { $title } » à { $organisation }. Lisez la proposition, posez une question, acceptez ou refusez :
    { $link }
places-mail-proposal-answered-subject = Réponse au sujet de la proposition : { $title }
places-mail-proposal-answered-text = Bonjour,
    
    La personne qui propose « { $title } » à { $organisation } a répondu :
    { $link }
places-mail-proposal-asked-subject = Une question sur votre proposition : { $title }
places-mail-proposal-asked-text = Bonjour,
    
    { $organisation } vous interroge sur votre proposition « { $title } » : { $message }
    { $link }
places-mail-proposal-accepted-subject = Proposition acceptée : { $title }
places-mail-proposal-accepted-text = Bonjour,
    
    { $organisation } a accepté votre proposition « { $title } ».
    { $link }
places-mail-proposal-declined-subject = Proposition refusée : { $title }
places-mail-proposal-declined-text = Bonjour,
    
    { $organisation } ne peut pas accepter votre proposition « { $title } ». { $message }
    { $link }
