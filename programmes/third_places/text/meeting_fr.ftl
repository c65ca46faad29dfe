# Rencontres entre personnes qui fréquentent les mêmes lieux
places-meet = Rencontres
places-meet-lead = Dans un tiers-lieu, on travaille souvent à côté de la personne qu’il faudrait connaître. Ici, celles et ceux qui le veulent disent ce qu’ils offrent et ce qu’ils cherchent.
places-meet-off = Vous n’avez pas de fiche : personne ne vous voit ici et vous n’êtes proposé à personne. C’est le réglage de départ, et vous y revenez quand vous voulez.
places-meet-write = Écrire ma fiche
places-meet-write-first = Pour demander une rencontre, écrivez d’abord votre fiche : l’autre personne saura ainsi qui la demande.
places-meet-profile = Ma fiche
places-meet-profile-what = Elle sert à faire connaissance avec des personnes qui viennent dans les mêmes lieux. Vous choisissez qui la voit et la retirez d’un geste.
places-meet-people = Qui offre, qui cherche
places-meet-people-what = Les fiches que leurs auteurs vous laissent voir.
places-meet-people-none = Aucune fiche à voir
places-meet-people-none-what = La plupart des fiches ne sont montrées qu’aux personnes qui en ont une et fréquentent un même lieu.
places-meet-is-nobody = En repos : personne ne la voit
places-meet-is-places = Visible dans les mêmes lieux
places-meet-is-everybody = Visible de toute personne connectée
places-meet-visible-places = Les personnes qui ont une fiche et fréquentent un même lieu
places-meet-visible-everybody = Toute personne connectée
places-meet-visible-nobody = Personne pour l’instant : la fiche est gardée et n’est proposée à personne
places-meet-asked-of-me = On vous demande une rencontre
places-meet-answer-what = Si vous acceptez, chacun voit l’adresse électronique de l’autre. Si vous refusez, rien n’est dit à la personne : elle ne voit qu’une demande sans réponse.
places-meet-yes = Accepter
places-meet-yes-to = Accepter la rencontre avec { $name }
places-meet-no = Refuser
places-meet-no-to = Refuser la rencontre avec { $name }
places-meet-suggested = Qui rencontrer ces prochains jours
places-meet-suggested-none = Personne pour l’instant. Une rencontre est proposée quand une autre personne, qui l’accepte aussi, a réservé le même jour dans un lieu que vous avez tous deux choisi, et que l’un offre ce que l’autre cherche.
places-meet-day = { $weekday } { $day }
places-meet-both-there = Vous serez tous deux à { $place } { $day }.
places-meet-given = { $name } cherche : { $what }. Vous l’offrez.
places-meet-taken = { $name } offre : { $what }. Vous le cherchez.
places-meet-points = { $count ->
    [one] un point
    [many] { $count } de points
   *[other] { $count } points
}
places-meet-part-points = { $what } : { $count ->
    [one] un point
    [many] { $count } de points
   *[other] { $count } points
}
places-meet-part-domain = Domaines qui se répondent
places-meet-part-words = Mots qui se répondent
places-meet-part-mutual = Chacun a quelque chose pour l’autre
places-meet-part-social = Économie sociale et entreprise classique
places-meet-part-language = Une langue en commun
places-meet-part-days = D’autres jours au même endroit
places-meet-each-domain = Chaque domaine que l’un offre et que l’autre cherche
places-meet-each-words = Chaque mot libre que l’un offre et que l’autre cherche
places-meet-each-mutual = Chacun a quelque chose pour l’autre
places-meet-each-social = L’un travaille dans l’économie sociale et solidaire, l’autre dans une entreprise classique
places-meet-each-language = Une langue en commun
places-meet-each-days = Chaque autre jour au même endroit, deux au plus
places-meet-sum = Comment les propositions sont classées
places-meet-sum-what = Une simple addition, la même pour tous. Rien d’autre n’est compté.
places-meet-not-for-me = Pas pour moi
places-meet-not-for-me-who = Pas pour moi : { $name }
places-meet-met = Vous vous êtes dit oui
places-meet-unanswered = Vos demandes
places-meet-asked-on = Demandée le { $day }
places-meet-no-answer = Pas de réponse
places-meet-says = Ce que dit sa fiche
places-meet-column-who = Qui
places-meet-column-offers = Offre
places-meet-column-seeks = Cherche
places-meet-may-be-found = Lieux fréquentés
places-meet-speaks = Langues
places-meet-both-yes = Vous vous êtes dit oui. Écrivez à :
places-meet-waiting = Votre demande est envoyée, sans réponse à ce jour.
places-meet-asks-you = Cette personne vous demande une rencontre.
places-meet-answer = Répondre
places-meet-ask = Demander une rencontre
places-meet-ask-what = Dites en quelques mots pourquoi. Votre adresse n’est montrée que si la personne accepte.
places-meet-away = Tenir à l’écart
places-meet-block-what = Cette personne ne verra plus votre fiche, et vous ne verrez plus la sienne. Elle n’en est pas avertie.
places-meet-block = Tenir cette personne à l’écart
places-meet-blocked = Personnes tenues à l’écart
places-meet-unblock = Ne plus tenir à l’écart
places-meet-unblock-who = Ne plus tenir à l’écart : { $name }
places-meet-withdraw = Retirer ma fiche
places-meet-withdraw-what = La fiche, vos demandes et les adresses échangées disparaissent, pour vous et pour les autres. Les chiffres du réseau gardent le nombre des rencontres, sans nom. Ceux que vous avez écartés le restent. Les idées écrites à plusieurs restent aux membres : quittez-les une à une.
places-meet-withdraw-do = Retirer ma fiche maintenant
places-meet-places-none = Aucun lieu ne prend encore de réservations.
places-meet-domain = Domaine
places-meet-domain-accounting = comptabilité et gestion
places-meet-domain-funding = recherche de financements
places-meet-domain-law = droit et statuts
places-meet-domain-hiring = recrutement et insertion
places-meet-domain-training = formation et accompagnement
places-meet-domain-digital = numérique
places-meet-domain-communication = communication et graphisme
places-meet-domain-purchasing = achats et vente responsables
places-meet-domain-premises = locaux et travaux
places-meet-domain-mobility = transport et mobilité
places-meet-domain-crafts = fabrication et artisanat
places-meet-domain-reuse = réemploi et réparation
places-meet-domain-food = alimentation et cuisine
places-meet-domain-care = santé, soin et petite enfance
places-meet-domain-culture = culture et sport
places-meet-domain-energy = énergie et environnement
places-meet-domain-facilitation = animation et coopération
places-meet-domain-measuring = mesure de l’utilité sociale
places-meet-form-social = économie sociale et solidaire
places-meet-form-classic = entreprise classique
places-meet-form-other = autre : service public, indépendant, sans emploi
places-meet-language-fr = français
places-meet-language-en = anglais
places-meet-language-es = espagnol
places-meet-language-pt = portugais
places-meet-language-ar = arabe
places-meet-language-de = allemand
places-meet-language-it = italien
places-meet-language-zh = chinois
places-meet-language-lsf = langue des signes française
places-meet-edit-visible = Qui voit ma fiche
places-meet-edit-offers = Ce que j’offre
places-meet-edit-offer-words = Ce que j’offre, en quelques mots à moi
places-meet-edit-seeks = Ce que je cherche
places-meet-edit-seek-words = Ce que je cherche, en quelques mots à moi
places-meet-edit-most = { $most } domaines au plus.
places-meet-edit-offer-words-hint = Séparez par des virgules : paie, permaculture.
places-meet-edit-seek-words-hint = Séparez par des virgules : local de stockage, bénévoles.
places-meet-edit-employer = Pour qui je travaille
places-meet-edit-form = C’est une structure de quelle sorte
places-meet-edit-places = Où l’on peut me rencontrer
places-meet-edit-places-hint = Seules vos réservations dans ces lieux servent aux propositions. La personne à qui vous êtes proposé apprend le jour où vous serez tous deux là, rien d’autre.
places-meet-edit-languages = Langues
places-meet-edit-about = Autre chose à dire
places-meet-edit-words = Vos mots
places-meet-fault-domains = Choisissez { $most } domaines au plus, dans la liste.
places-meet-fault-words = Écrivez { $most } mots ou expressions au plus.
places-meet-fault-nothing = Dites au moins une chose que vous offrez ou cherchez, ou mettez la fiche en repos.
places-meet-fault-places = Choisissez au moins un lieu, ou montrez la fiche à toute personne connectée.
places-meet-fault-many-places = Choisissez { $most } lieux au plus.
places-meet-conflict-profile = Écrivez d’abord votre fiche, et ne la laissez pas en repos.
places-meet-conflict-week = { $most } demandes par semaine au plus : la suivante attendra quelques jours.
places-meet-conflict-answered = Vous avez déjà accepté cette rencontre.
places-weekday-1 = lundi
places-weekday-2 = mardi
places-weekday-3 = mercredi
places-weekday-4 = jeudi
places-weekday-5 = vendredi
places-weekday-6 = samedi
places-weekday-7 = dimanche
places-notice-profile = Votre fiche est enregistrée.
places-notice-profile-withdrawn = Votre fiche est retirée. Il n’en reste rien pour personne.
places-notice-asked = Votre demande est envoyée.
places-notice-met = C’est dit : chacun voit l’adresse de l’autre.
places-notice-not-met = Cette demande ne vous sera plus montrée. La personne n’en saura rien.
places-notice-dismissed = Cette personne ne vous sera plus proposée.
places-notice-blocked = Cette personne est tenue à l’écart.
places-notice-unblocked = Cette personne n’est plus tenue à l’écart.
places-told-meeting = Rencontres : demandes et réponses
places-told-suggestions = Personnes à rencontrer dans les jours qui viennent
places-mail-suggested-subject = Une rencontre possible : { $title }, le { $date }
places-mail-suggested-text = Bonjour,
    
    Une personne qui a aussi réservé à { $title } le { $date } offre ce que vous cherchez, ou cherche ce que vous offrez. Voyez pourquoi, et décidez :
    { $link }
places-mail-asked-subject = On vous demande une rencontre
places-mail-asked-text = Bonjour,
    
    Une personne a lu votre fiche et vous demande une rencontre. Lisez ce qu’elle dit et répondez, ou laissez : un refus n’est dit à personne.
    { $link }
places-mail-accepted-subject = Votre demande de rencontre est acceptée
places-mail-accepted-text = Bonjour,
    
    La personne que vous vouliez rencontrer accepte. Son adresse vous attend :
    { $link }
places-action-profile = Fiche de rencontre enregistrée
places-action-profile-withdrawn = Fiche de rencontre retirée
places-action-introduction-asked = Rencontre demandée
places-action-introduction-answered = Demande de rencontre : réponse
places-action-meeting-turned-down = Proposition de rencontre écartée
places-action-meeting-blocked = Personne tenue à l’écart
places-action-meeting-unblocked = Personne plus tenue à l’écart
places-map-what-profile = Fiche de rencontre : ce que la personne offre et cherche, pour qui elle travaille, où la rencontrer
places-map-what-turned-down = Qui une personne ne veut pas rencontrer
places-map-what-pace = Nombre de rencontres demandées dans la semaine
places-map-what-introduction = Rencontres demandées, mots dits, réponse
places-map-persons-meeting = Personnes qui ont écrit une fiche de rencontre
places-map-purpose-meeting = Faire se connaître des personnes qui fréquentent les mêmes lieux et le demandent
places-map-basis-consent = Consentement de la personne (RGPD, art. 6.1.a), retiré d’un geste
places-map-kept-profile = Jusqu’au retrait de la fiche
places-map-kept-turned-down = Aussi longtemps que le compte
places-map-kept-pace = { $period }
places-map-seen-profile = Les personnes que l’auteur de la fiche a choisies
places-map-seen-own = La personne seule
places-map-seen-pair = Les deux personnes ; un refus, celle qui refuse seule
# Idées de projet, et ce qu’il en est advenu
places-meet-ideas = Idées de projet
places-meet-ideas-what = Une idée s’écrit à plusieurs, entre personnes qui se sont dit oui. Le jour venu, elle devient un dossier dans un appel à projets.
places-meet-ideas-none = Vous ne participez encore à aucune idée.
places-meet-idea-new = Ouvrir une idée
places-meet-idea-nobody = Une idée s’ouvre à deux au moins, avec une personne que vous avez rencontrée ici. Commencez par une rencontre.
places-meet-idea-open-do = Ouvrir l’idée et inviter
places-meet-idea-invited = On vous invite
places-meet-idea-open = Ouverte
places-meet-idea-alone = En attente d’un deuxième membre
places-meet-idea-drafted = Devenue un dossier
places-meet-changed-on = Modifiée le { $day }
places-meet-edit-title = Titre
places-meet-edit-purpose = À quoi elle sert
places-meet-edit-who = Qui ferait quoi
places-meet-edit-place = Dans quel lieu
places-meet-edit-body = La suite
places-meet-edit-others = Qui inviter
places-meet-edit-other = Une autre personne à inviter
places-meet-nowhere = Aucun lieu pour l’instant
places-meet-idea-is-draft = Cette idée est devenue un dossier.
places-meet-idea-see-draft = Voir le dossier
places-meet-idea-to-draft = En faire un dossier
places-meet-idea-join = Participer
places-meet-idea-not = Pas cette fois
places-meet-together = Qui participe
places-meet-is-member = membre
places-meet-is-invited = invitation en attente
places-meet-invite = Inviter
places-meet-versions = Versions
places-meet-idea-version = Version { $version }, { $name }, le { $at }
places-meet-somebody = une personne qui n’y participe plus
places-meet-leave = Quitter cette idée
places-meet-leave-what = Le texte reste aux autres membres. Avec le dernier, il disparaît.
places-meet-leave-do = Quitter l’idée
places-meet-outcomes = Suites
places-meet-outcomes-what = Trois mois après une rencontre ou l’ouverture d’une idée, nous demandons ce qu’il en est advenu. Un appui suffit ; vous pouvez changer de réponse.
places-meet-outcomes-none = Aucune question pour l’instant.
places-meet-questions = { $count ->
    [one] Une question vous attend.
    [many] { $count } de questions vous attendent.
   *[other] { $count } questions vous attendent.
}
places-meet-with = Votre rencontre avec { $name }
places-meet-idea-called = L’idée « { $title } »
places-meet-about-introduction = Une rencontre
places-meet-about-idea = Une idée de projet
places-meet-answered = Vous avez répondu : { $answer }.
places-meet-outcome-nothing = rien encore
places-meet-outcome-talked = nous avons parlé
places-meet-outcome-together = nous travaillons ensemble
places-meet-outcome-project = un projet est né
places-meet-outcome-created = un emploi ou une entreprise est créé
places-meet-edit-count = Combien d’emplois ou d’entreprises
places-meet-edit-what-came = En quelques mots
places-meet-figures = Rencontres en chiffres
places-meet-figures-what = Ce que les rencontres ont donné, par lieu et par trimestre de la demande. Les nombres sous cinq ne sont pas dits, et aucun total ne permet de les retrouver. Les créations sont des emplois ou des entreprises ; les dossiers, des idées portées dans un appel.
places-meet-figures-table = Rencontres par trimestre et par lieu
places-meet-figures-none = Aucune rencontre encore
places-meet-figures-none-what = Les chiffres viendront avec les premières demandes.
places-meet-picture = Rencontres acceptées
places-meet-picture-caption = Les douze dernières lignes du tableau. Un nombre sous { $least } est dessiné sans barre.
places-meet-fewer = moins de { $least }
places-meet-no-place = Sans lieu commun
places-meet-quarter = T{ $quarter } { $year }
places-meet-column-quarter = Trimestre
places-meet-column-place = Lieu
places-meet-count-asked = Demandées
places-meet-count-accepted = Acceptées
places-meet-count-nothing = Rien encore
places-meet-count-talked = Parlé
places-meet-count-together = Ensemble
places-meet-count-project = Projets
places-meet-count-created = Créations
places-meet-count-ideas = Idées
places-meet-count-drafts = Dossiers
places-meet-fault-together = { $most } personnes au plus participent à une idée.
places-meet-conflict-ideas = Vous participez déjà à { $most } idées : quittez-en une.
places-notice-idea = L’idée est ouverte, les invitations sont parties.
places-notice-invited = L’invitation est partie.
places-notice-joined = Vous participez à cette idée.
places-notice-left = C’est fait.
places-notice-outcome = Merci, c’est noté.
places-mail-invited-subject = On vous invite dans une idée de projet
places-mail-invited-text = Bonjour,
    
    Une personne que vous avez rencontrée vous invite à écrire une idée de projet avec elle. Lisez-la et répondez :
    { $link }
places-mail-what-came-subject = Trois mois après : qu’en est-il advenu ?
places-mail-what-came-text = Bonjour,
    
    Il y a trois mois, une rencontre ou une idée de projet commençait ici. Dites d’un appui ce qu’il en est advenu :
    { $link }
places-action-idea = Idée de projet ouverte
places-action-idea-changed = Idée de projet modifiée
places-action-idea-invited = Invitation dans une idée de projet
places-action-idea-joined = Participation à une idée de projet
places-action-idea-left = Départ d’une idée de projet
places-action-idea-drafted = Idée de projet devenue dossier
places-action-meeting-outcome = Suite d’une rencontre dite
places-map-what-idea = Idées de projet écrites à plusieurs, et leurs versions
places-map-what-idea-member = Qui participe à une idée de projet, ou y est invité
places-map-what-outcome = Ce qu’une personne dit être advenu d’une rencontre
places-map-kept-idea = Tant qu’un membre y participe
places-map-seen-idea = Les membres de l’idée et les personnes invitées
places-map-keep-idea = Le texte appartient aux membres qui restent ; le numéro de l’auteur disparaît.
