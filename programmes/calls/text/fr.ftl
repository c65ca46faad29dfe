calls-title = Appels à projets
calls-title-what = { $count ->
    [0] Aucun appel n’est ouvert en ce moment.
    [one] Un appel est ouvert.
    [many] { $count } d’appels sont ouverts.
   *[other] { $count } appels sont ouverts.
}
calls-none = Essayez un mot plus court ou plus courant.
calls-found = { $count ->
    [0] Aucun appel ne correspond.
    [one] Un appel correspond.
    [many] { $count } d’appels correspondent.
   *[other] { $count } appels correspondent.
}
calls-open = Ouverts
calls-closed = Clos
calls-search = Rechercher
calls-next-cut-off = Prochaine date limite : { $at }
calls-next-cut-off-long = Les dossiers déposés avant le { $at } sont examinés à la prochaine session ; ceux qui arrivent ensuite passent à la suivante.
calls-no-cut-off = Dépôt possible toute l’année ; la prochaine session n’a pas encore de date.
calls-open-all-year = Ouvert toute l’année
calls-apply = Déposer un dossier
calls-eligibility = Puis-je déposer un dossier ?
calls-eligibility-check = Vérifier mon éligibilité
calls-eligibility-what = Répondez à ces questions pour l’appel « { $call } ».
calls-eligibility-unanswered = Répondez à une question au moins pour voir le résultat.
calls-eligibility-do = Voir le résultat
calls-eligibility-nothing-kept = Sans compte ; vos réponses ne sont pas conservées.
calls-eligible = Vous pouvez déposer un dossier : toutes les conditions sont remplies.
calls-eligible-so-far = Rien ne s’y oppose jusqu’ici ; répondez aux questions restantes.
calls-not-eligible = Une condition au moins n’est pas remplie.
calls-met = remplie
calls-not-met = non remplie
calls-yes = Oui
calls-no = Non
calls-support = Ce qui est soutenu
calls-line-rate = au plus, dans la limite de { $rate } du budget éligible
calls-line-rule = { $rate } du budget éligible, { $cap } au plus.
calls-line-base = Budget éligible
calls-line-amount = Montant demandé
calls-line = Ligne
calls-amount = Montant
calls-project-cap = Plafond par projet
calls-project-cap-what = toutes lignes réunies
calls-pieces-needed = Pièces à prévoir
calls-rubric = Critères d’examen
calls-weight = (poids { $weight })
calls-sessions = Sessions
calls-cut-off-at = Date limite : { $at }
calls-see-laureates = { $count ->
    [one] Voir le lauréat
    [many] Voir les { $count } de lauréats
   *[other] Voir les { $count } lauréats
}
calls-legal-basis = Cadre légal : { $text }
calls-laureates = Lauréats
calls-laureates-of = Lauréats – { $call }
calls-laureates-sum = { $count ->
    [0] Aucun projet soutenu
    [one] Un projet soutenu pour { $total }
    [many] { $count } de projets soutenus pour { $total }
   *[other] { $count } projets soutenus pour { $total }
}
calls-awarded-by-session = Montants attribués par session
calls-source-decisions = Source : décisions enregistrées dans ce service, montants attribués.
calls-column-organisation = Organisation
calls-column-project = Projet
calls-column-session = Session
calls-column-amount = Attribué
calls-column-number = Numéro
calls-column-state = État
calls-column-asked = Demandé
calls-column-mean = Moyenne
calls-data = Données ouvertes
calls-data-what = { $count ->
    [0] Aucune subvention publiée pour l’instant.
    [one] Une subvention publiée.
    [many] { $count } de subventions publiées.
   *[other] { $count } subventions publiées.
}
calls-data-scdl = Subventions attribuées, format SCDL 2.1.1
calls-data-scdl-what = Les données essentielles des conventions, au schéma national.
calls-data-api = Interface de programmation (API)
calls-data-api-what = Appels et subventions en JSON, décrits en OpenAPI.
calls-data-licence = Licence Ouverte 2.0.
calls-need-organisation = Un dossier appartient à une organisation, pas à une personne. Inscrivez d’abord la vôtre, ou demandez à son gestionnaire de vous inviter.
calls-choose-organisation = Pour quelle organisation déposez-vous ce dossier ?
calls-other-organisation = Une autre organisation
calls-begin = Commencer
calls-begin-for = Commencer un dossier pour { $name }
calls-files = Mes dossiers
calls-files-none = Vous n’avez pas encore de dossier.
calls-files-count = { $count ->
    [one] Un dossier.
    [many] { $count } de dossiers.
   *[other] { $count } dossiers.
}
calls-see-calls = Voir les appels ouverts
calls-untitled = Projet sans titre
calls-saved-at = Enregistré le { $at }
calls-file-draft = brouillon
calls-file-submitted = déposé
calls-file-incomplete = à compléter
calls-file-complete = complet
calls-file-ineligible = non éligible
calls-file-awarded = lauréat
calls-file-refused = non retenu
calls-file-withdrawn = retiré
calls-file-means-draft = Vous pouvez y travailler à plusieurs ; tout est enregistré au fur et à mesure.
calls-file-means-submitted = Le dossier est déposé. Le service vérifie qu’il est complet.
calls-file-means-incomplete = Le service vous demande des compléments : complétez, puis déposez de nouveau.
calls-file-means-complete = Le dossier est complet et en cours d’examen.
calls-file-means-ineligible = Le dossier n’entre pas dans le cadre de l’appel.
calls-file-means-awarded = Le projet est lauréat.
calls-file-means-refused = Le projet n’a pas été retenu.
calls-file-means-withdrawn = Vous avez retiré ce dossier.
calls-steps = Étapes du dossier
calls-step-request = La demande
calls-step-review = Relecture et dépôt
calls-step-before = Étape précédente
calls-save-and-next = Enregistrer et continuer
calls-save-and-review = Enregistrer et relire
calls-next-anyway = Continuer sans corriger
calls-cap-and-asked = Au plus { $cap } par projet ; demandé jusqu’ici : { $asked }.
calls-street = Numéro et rue
calls-project-title = Titre du projet
calls-project-title-hint = Quelques mots que tout le monde comprend.
calls-accepted = PDF, images et documents bureautiques, { $limit } au plus.
calls-choose-file = Fichier à ajouter
calls-choose-file-for = Fichier à ajouter : { $name }
calls-no-piece = Aucun fichier pour l’instant.
calls-manage-pieces = { $max ->
    [one] Ajouter ou retirer le fichier
    [many] Ajouter ou retirer des fichiers ({ $max } au plus)
   *[other] Ajouter ou retirer des fichiers ({ $max } au plus)
}
calls-remove = Retirer
calls-remove-piece = Retirer le fichier { $name }
calls-send = Envoyer le fichier
calls-send-piece = Envoyer le fichier : { $name }
calls-unanswered = sans réponse
calls-asked-of = (sur un budget éligible de { $base })
calls-asked-on = Demandé, { $line }
calls-ready = Tout est prêt : relisez, puis déposez.
calls-goes-to = Déposé maintenant, le dossier sera examiné à la session « { $session } » (date limite : { $at }).
calls-goes-to-next = Déposé maintenant, le dossier sera examiné à la prochaine session.
calls-submit = Déposer le dossier
calls-submit-again = Déposer de nouveau
calls-not-ready = Encore quelques réponses avant le dépôt
calls-not-submitted = Le dossier n’a pas été déposé
calls-what-you-wrote = Le dossier
calls-named-fault = { $name } : { $what }
calls-pieces-wanted = Compléments demandés
calls-continue = Continuer le dossier
calls-receipt = Récépissé (PDF)
calls-letter = Lettre de décision (PDF)
calls-in-session = Session « { $session } », date limite : { $at }
calls-timeline = Suivi
calls-pieces = Pièces jointes
calls-versions = Versions
calls-version = Version { $number }
calls-back-to-file = Retour au dossier
calls-withdraw = Retirer le dossier
calls-withdraw-what = Le dossier ne sera plus examiné. Vous pourrez en déposer un autre.
calls-withdraw-do = Retirer définitivement
calls-due = à envoyer avant le { $date }
calls-event-begun = Dossier commencé
calls-event-submitted = Dossier déposé
calls-event-completed = Compléments déposés
calls-event-incomplete = Compléments demandés
calls-event-complete = Dossier complet
calls-event-ineligible = Dossier non éligible
calls-event-opinion = Avis rendu
calls-event-decided = Décision enregistrée
calls-event-awarded = Décision publiée : lauréat
calls-event-refused = Décision publiée : non retenu
calls-event-withdrawn = Dossier retiré
calls-desk = Bureau
calls-waiting = { $count ->
    [0] Rien ne vous attend aujourd’hui
    [one] Un dossier vous attend
    [many] { $count } de dossiers vous attendent
   *[other] { $count } dossiers vous attendent
}
calls-waiting-nothing = Les dossiers à vérifier, à faire lire et à décider s’afficheront ici.
calls-waits-check = À vérifier
calls-waits-readers = Lecteurs à désigner
calls-waits-decide = À décider
calls-waits-publish = À publier
calls-filed-count = { $count ->
    [0] aucun dossier déposé
    [one] un dossier déposé
    [many] { $count } de dossiers déposés
   *[other] { $count } dossiers déposés
}
calls-files-filed = Dossiers déposés
calls-all-states = Tous les états
calls-read-of = { $given } avis sur { $asked }
calls-state-draft = en préparation
calls-state-open = ouvert
calls-state-closed = clos
calls-state-means-draft = L’appel n’est visible que des agents. Il faut au moins une ligne budgétaire et une session pour l’ouvrir.
calls-state-means-open = L’appel est public et reçoit des dossiers.
calls-state-means-closed = L’appel est public et ne reçoit plus de nouveaux dossiers.
calls-set-open = Ouvrir l’appel
calls-set-closed = Clore l’appel
calls-set-draft = Remettre en préparation
calls-session-open = en cours
calls-session-frozen = arrêtée
calls-session-published = publiée
calls-session-is-published = Les décisions sont publiées et les lettres sont parties.
calls-session-all-decided = Tous les dossiers sont décidés : la session peut être publiée.
calls-session-undecided = { $count ->
    [one] Un dossier attend encore une décision.
    [many] { $count } de dossiers attendent encore une décision.
   *[other] { $count } dossiers attendent encore une décision.
}
calls-envelope = Enveloppe
calls-envelope-of = Enveloppe : { $line }
calls-publish = Publier la session
calls-publish-what = Les lauréats deviennent publics, les subventions rejoignent les données ouvertes, chaque organisation reçoit sa lettre.
calls-publish-do = Publier et envoyer les lettres
calls-decision-reference = Référence de la délibération
calls-decided-on = Date de la délibération
calls-to-decision = Avis et décision
calls-the-file = Le dossier
calls-read-file = Lire le dossier
calls-check = Vérification
calls-check-do = Enregistrer la vérification
calls-check-message = Message à l’organisation
calls-check-message-hint = Pièces à fournir, ou motif de non-éligibilité. L’organisation le reçoit tel quel.
calls-check-due = Réponse attendue le
calls-verdict = Le dossier est-il complet ?
calls-verdict-complete = Il est complet
calls-verdict-missing = Il manque des pièces ou des réponses
calls-verdict-ineligible = Il n’entre pas dans le cadre de l’appel
calls-readers = Lecteurs
calls-readers-wanted = { $have } sur { $want } lecteurs prévus.
calls-readers-per-file = Lecteurs par dossier
calls-ask-readers = Demander un avis à
calls-ask-readers-do = Envoyer aux lecteurs
calls-reading-asked = à lire
calls-reading-reading = en lecture
calls-reading-recused = déporté
calls-reading-given = avis rendu
calls-decision-on = Décision sur le dossier { $number }
calls-opinions = Avis des lecteurs
calls-no-opinions = Aucun avis n’est encore rendu.
calls-mean-of = { $count ->
    [one] d’après un lecteur
    [many] d’après { $count } de lecteurs
   *[other] d’après { $count } lecteurs
}
calls-recused-count = { $count ->
    [one] un lecteur déporté
    [many] { $count } de lecteurs déportés
   *[other] { $count } lecteurs déportés
}
calls-no-opinion = sans avis
calls-scores = Moyenne pondérée par lecteur
calls-scores-caption = En pourcentage des points possibles ; un critère sans avis ne compte pas. Source : avis rendus.
calls-money = Montants
calls-left = Reste
calls-left-what = Reste : ce que l’enveloppe de la session permet encore d’attribuer.
calls-money-line = Demandé : { $asked } sur { $base } de budget éligible
calls-money-left = Reste { $left } sur une enveloppe de { $envelope }
calls-awarded-on = Attribué : { $line }
calls-decide = Décider
calls-decide-do = Enregistrer la décision
calls-decided = Décision
calls-outcome = Décision
calls-outcome-awarded = Lauréat
calls-outcome-refused = Non retenu
calls-reason = Motif
calls-reason-hint = L’organisation le lit dans sa lettre.
calls-not-yet-decidable = La décision sera possible quand le dossier sera complet et rattaché à une session.
calls-new = Nouvel appel
calls-new-what = L’appel reste invisible jusqu’à son ouverture. Vous préciserez ensuite les lignes, l’éligibilité, le formulaire et la grille.
calls-create = Créer l’appel
calls-edit-title = Titre
calls-edit-summary = Résumé
calls-edit-summary-hint = Une ou deux phrases, sur la liste des appels.
calls-edit-body = Texte de l’appel
calls-edit-body-hint = Mise en forme Markdown : ### titre, - liste, **gras**.
calls-edit-legal = Cadre légal
calls-public-page = Voir la page publique
calls-desk-text = Texte
calls-desk-state = État
calls-sessions-none = Aucune session.
calls-lines-first = Définissez d’abord les lignes budgétaires.
calls-add-session = Ajouter une session
calls-session-title = Nom de la session
calls-cut-off = Date limite (incluse)
calls-part-lignes = Lignes budgétaires
calls-part-eligibilite = Éligibilité
calls-part-formulaire = Formulaire
calls-part-grille = Grille
calls-part-what-lignes = Pour chaque ligne : la part du budget éligible et le plafond. Le demandeur voit aussitôt le montant qu’il peut obtenir.
calls-part-what-eligibilite = Des questions auxquelles chacun répond sans compte, avec la règle qui s’applique.
calls-part-what-formulaire = Les questions du dossier, étape par étape. Un dossier commencé garde le formulaire de son début.
calls-part-what-grille = Ce que notent les lecteurs. Un critère sans avis ne compte pas pour zéro.
calls-rows-what = Videz une ligne pour la retirer ; de nouvelles lignes vides apparaissent après l’enregistrement.
calls-rule-row = Ligne { $number }
calls-rule-lignes-name = Nom de la ligne
calls-rule-lignes-rate = Taux (%)
calls-rule-lignes-cap = Plafond
calls-rule-eligibilite-question = Question
calls-rule-eligibilite-test = Condition remplie si
calls-rule-eligibilite-value = Valeur
calls-rule-eligibilite-otherwise = Explication sinon
calls-rule-formulaire-section = Étape
calls-rule-formulaire-label = Question
calls-rule-formulaire-help = Aide
calls-rule-formulaire-kind = Type de réponse
calls-rule-formulaire-detail = Précision
calls-rule-detail-what = Précision : la longueur maximale d’un texte, ou les options d’un choix séparées par des points-virgules ; pour un tableau, le nombre de lignes puis les colonnes, séparés de même.
calls-rule-formulaire-required = Obligatoire
calls-rule-grille-label = Critère
calls-rule-grille-help = Ce que valent les points
calls-rule-grille-max = Points au plus
calls-rule-grille-weight = Poids
calls-test-yes = la réponse est oui
calls-test-no = la réponse est non
calls-test-kind_in = la forme est parmi
calls-test-postcode_starts = le code postal commence par
calls-test-at_least = le nombre est au moins
calls-test-at_most = le nombre est au plus
calls-kind-text = Texte court
calls-kind-long_text = Texte long
calls-kind-number = Nombre
calls-kind-money = Montant
calls-kind-date = Date
calls-kind-choice = Choix
calls-kind-table = Tableau
calls-kind-budget = Budget équilibré
calls-kind-address = Adresse
calls-kind-files = Fichiers
calls-readings = Mes lectures
calls-readings-none = Aucun dossier ne vous est confié pour l’instant
calls-readings-waiting = { $count ->
    [0] Tous vos avis sont rendus
    [one] Un avis est attendu de vous
    [many] { $count } d’avis sont attendus de vous
   *[other] { $count } avis sont attendus de vous
}
calls-readings-done = Lectures terminées
calls-reading-of = Lecture du dossier { $number }
calls-declare = Avez-vous un lien avec cette organisation ou ce projet ?
calls-declare-what = Avant de lire : un lien personnel, professionnel, financier ou bénévole avec l’organisation ou ses dirigeants est un conflit d’intérêts.
calls-declare-answer = Votre déclaration
calls-declare-which = Si oui, quel lien ?
calls-declare-do = Déclarer
calls-conflict-answer-none = Non, aucun lien
calls-conflict-answer-some = Oui, je me déporte
calls-you-recused = Vous vous êtes déporté de ce dossier.
calls-your-opinion = Votre avis
calls-your-opinion-what = « Sans avis » ne compte pas pour zéro : le critère est laissé hors de votre moyenne.
calls-points = Points
calls-criterion-comment = Commentaire : { $criterion }
calls-opinion-comment = Avis d’ensemble
calls-give = Rendre l’avis
calls-keep = Garder en brouillon
calls-number = Numéro
calls-call = Appel
calls-project = Projet
calls-organisation = Organisation
calls-submitted-at = Déposé le
calls-receipt-title = Récépissé de dépôt
calls-receipt-text = Le Département a bien reçu le dossier décrit ci-dessous.
calls-receipt-next = Le service vérifie maintenant que le dossier est complet et vous écrira s’il manque une pièce. Ce récépissé ne préjuge pas de la décision.
calls-letter-service = Économie sociale et solidaire
calls-letter-place-date = { $town }, le { $date }
calls-letter-greeting = Madame, Monsieur,
calls-letter-awarded-title = Votre projet est lauréat
calls-letter-refused-title = Suite donnée à votre dossier
calls-letter-awarded = J’ai le plaisir de vous informer que votre projet « { $title } », présenté à l’appel « { $call } » (session « { $session } »), est soutenu par le Département pour un montant de { $amount } (délibération { $reference }).
calls-letter-refused = Votre projet « { $title } », présenté à l’appel « { $call } » (session « { $session } »), n’a pas été retenu (délibération { $reference }).
calls-letter-reason = Motif de la décision
calls-letter-awarded-end = Une convention vous sera adressée pour signature.
calls-letter-refused-end = L’appel étant permanent, vous pourrez présenter un nouveau dossier à une prochaine session.
calls-letter-appeal = Cette décision peut être contestée devant le { $court } dans les deux mois suivant sa notification.
calls-mail-receipt-subject = Dossier { $number } déposé
calls-mail-receipt-text = Bonjour,
    
    Votre dossier « { $title } » est déposé sous le numéro { $number }.
    Son récépissé et son suivi : { $link }
calls-mail-missing-subject = Dossier { $number } : compléments demandés
calls-mail-missing-text = Bonjour,
    
    Pour examiner votre dossier { $number }, nous avons besoin de compléments :
    { $message }
    Réponse attendue : { $due }
    { $link }
calls-mail-ineligible-subject = Dossier { $number } : non éligible
calls-mail-ineligible-text = Bonjour,
    
    Votre dossier { $number } n’entre pas dans le cadre de l’appel :
    { $message } { $due }
    { $link }
calls-mail-letter-subject = Dossier { $number } : décision
calls-mail-letter-text = Bonjour,
    
    La décision sur votre dossier { $number } est jointe à ce message et disponible ici : { $link }
calls-notice-submitted = Dossier déposé. Le récépissé est disponible ci-dessous.
calls-notice-withdrawn = Dossier retiré.
calls-notice-attached = Fichier reçu.
calls-notice-detached = Fichier retiré.
calls-notice-checked = Vérification enregistrée.
calls-notice-assigned = Lecteurs sollicités.
calls-notice-decided = Décision enregistrée.
calls-notice-published = Session publiée ; les lettres partent.
calls-notice-created = Appel créé. Définissez ses lignes budgétaires.
calls-notice-saved = Modifications enregistrées.
calls-notice-opened = L’appel est ouvert.
calls-notice-closed = L’appel est clos.
calls-notice-session = Session ajoutée.
calls-notice-recused = Merci : vous êtes déporté de ce dossier.
calls-notice-opinion = Avis rendu. Merci.
calls-fault-above-obtainable = La ligne permet d’obtenir au plus { $most } (plafond { $cap }).
calls-fault-nothing-asked = Indiquez un montant sur une ligne au moins.
calls-fault-above-project-cap = Le total dépasse le plafond de { $cap } par projet.
calls-fault-file = Ajoutez ce fichier.
calls-fault-files = { $max ->
    [one] Un fichier au plus.
    [many] { $max } de fichiers au plus.
   *[other] { $max } fichiers au plus.
}
calls-fault-file-kind = « { $name } » n’est ni un PDF, ni une image, ni un document bureautique, ou porte une autre extension que celle de son contenu. Enregistrez-le en PDF, puis envoyez-le de nouveau.
calls-fault-unbalanced = Le budget n’est pas équilibré : { $expenses } de dépenses, { $income } de recettes, { $gap } d’écart.
calls-fault-title-taken = Trop d’appels portent ce titre.
calls-fault-cut-off-past = Choisissez une date à venir.
calls-fault-not-a-reader = Cette personne n’est pas lectrice.
calls-fault-own-organisation = Cette personne est membre de l’organisation.
calls-fault-empty-opinion = Donnez au moins une note ou un commentaire.
calls-fault-above-asked = Au plus le montant demandé : { $asked }.
calls-fault-envelope = Il ne reste que { $left } dans l’enveloppe.
calls-fault-nothing-awarded = Indiquez le montant attribué.
calls-fault-rate = Indiquez un taux de 0 à 100, par exemple 50.
calls-fault-kinds = Choisissez parmi : { $kinds }
calls-fault-whole-number = Indiquez un nombre entier.
calls-fault-detail = Cette précision ne convient pas au type de réponse.
calls-conflict-closed = L’appel est clos : il ne reçoit plus de nouveaux dossiers.
calls-conflict-filed = Le dossier est déposé : il ne peut plus être modifié.
calls-conflict-stale = Ce dossier a été modifié entre-temps par un autre membre ou un autre onglet. Votre saisie est affichée ci-dessous mais n’est pas enregistrée : rechargez la page, puis reportez-la.
calls-conflict-no-file = Choisissez d’abord un fichier.
calls-conflict-no-lines = Définissez au moins une ligne budgétaire avant d’ouvrir l’appel.
calls-conflict-no-session = Ajoutez une session avant d’ouvrir l’appel.
calls-conflict-not-readable = Seul un dossier déposé et non décidé se lit.
calls-conflict-opinion-given = L’avis est déjà rendu.
calls-conflict-declare-first = Déclarez d’abord l’absence de conflit d’intérêts.
calls-conflict-decided = Ce dossier est déjà décidé.
calls-conflict-not-in-session = Ce dossier n’est rattaché à aucune session.
calls-conflict-published = La session est publiée : ses décisions ne changent plus.
calls-conflict-not-complete = Vérifiez d’abord que le dossier est complet.
calls-conflict-not-frozen = La session reçoit encore des dossiers : elle pourra être publiée après sa date limite.
calls-conflict-undecided = { $count ->
    [one] Un dossier attend encore une décision.
    [many] { $count } de dossiers attendent encore une décision.
   *[other] { $count } dossiers attendent encore une décision.
}
calls-action-call-created = Appel créé
calls-action-text-changed = Texte de l’appel modifié
calls-action-rules-changed = Règles de l’appel modifiées
calls-action-state-set = État de l’appel changé
calls-action-session-added = Session ajoutée
calls-action-session-frozen = Session arrêtée
calls-action-session-published = Session publiée
calls-action-file-begun = Dossier commencé
calls-action-file-submitted = Dossier déposé
calls-action-file-withdrawn = Dossier retiré
calls-action-file-checked = Dossier vérifié
calls-action-file-decided = Dossier décidé
calls-action-piece-attached = Pièce jointe
calls-action-piece-removed = Pièce retirée
calls-action-reader-asked = Lecteur sollicité
calls-action-conflict-declared = Déclaration d’intérêts
calls-action-opinion-given = Avis rendu

calls-job-kind-freeze = Arrêt d’une session
calls-job-kind-receipt = Récépissé
calls-job-kind-notice = Demande de pièces
calls-job-kind-letter = Lettre de décision

calls-action-draft-erased = Brouillon supprimé
calls-job-kind-drafts = Fin des brouillons abandonnés
calls-conflict-erase-files = Vous êtes le dernier gestionnaire de { $organisation }, qui a des dossiers en cours d’examen ou écrits avec d’autres : nommez un autre gestionnaire, ou retirez le dossier en cours, avant de supprimer votre compte.
calls-mail-draft-subject = Votre brouillon va être supprimé
calls-mail-draft-text = Bonjour,

    Le brouillon de { $organisation } pour l’appel « { $call } » n’a pas été modifié depuis longtemps.
    Sans changement, il sera supprimé le { $date }, avec ses pièces.

    Pour le garder, ouvrez-le et enregistrez une modification : { $link }
calls-map-persons-writers = Membres des organisations candidates, agents, lecteurs
calls-map-persons-readers = Lecteurs (jury)
calls-map-persons-officers = Agents du Département
calls-map-purpose-reading = Recueillir l’avis des lecteurs et écarter les conflits d’intérêts
calls-map-purpose-decision = Conduire les appels et en rendre compte
calls-map-what-file = Titre et réponses du dossier, dans toutes ses versions
calls-map-what-attachment = Pièces jointes aux dossiers : leur nom
calls-map-what-message = Messages de l’instruction : compléments demandés, motifs
calls-map-what-author = Numéro et date de qui a créé, enregistré, joint ou déposé
calls-map-what-reader = Désignation d’un lecteur : numéro, état, dates
calls-map-what-conflict = Conflit d’intérêts déclaré
calls-map-what-reading = Avis et notes d’un lecteur
calls-map-what-officer = Numéro et date de l’agent qui a fixé une règle, désigné un lecteur ou décidé
calls-map-kept-file = Brouillon : { $period } sans modification, après un message envoyé deux semaines avant. Dossier déposé : la durée convenue avec les Archives départementales
calls-map-kept-record = Autant que le dossier ou l’appel
calls-map-seen-reading = Le lecteur et les agents du Département
calls-map-seen-officers = Les agents du Département
calls-map-keep-opinion = Un avis rendu motive une décision publique : il reste, sans nom. Un avis commencé est supprimé.
calls-four-eyes = Double regard : qui a enregistré une décision de la session ne la publie pas
calls-conflict-four-eyes = La règle de cet appel veut un double regard : vous avez enregistré une décision de cette session, un autre agent doit la publier.

calls-told-received = Dossier déposé par votre organisation
calls-told-checked = Compléments demandés et recevabilité
calls-told-decided = Décisions sur vos dossiers
calls-told-ending = Suppression d’un brouillon abandonné
calls-told-reminder = Rappels avant la clôture d’une session
calls-told-filed = Dossiers reçus par le Département
calls-told-assigned = Dossiers qui vous sont confiés
calls-told-unread = Rappels des lectures à rendre
calls-mail-filed-subject = Dossier { $number } reçu de { $organisation }
calls-mail-filed-text = Bonjour,

    { $organisation } a déposé le dossier { $number } : « { $title } ».
    { $link }
calls-mail-assigned-subject = Un dossier vous est confié : { $number }
calls-mail-assigned-text = Bonjour,

    Le dossier { $number }, « { $title } », vous est confié pour lecture.
    { $link }
calls-mail-reminder-subject = Votre dossier est encore un brouillon : { $call }
calls-mail-reminder-text = Bonjour,

    Le dossier de { $organisation } pour l’appel « { $call } » n’est pas encore déposé.
    Pour être examiné à la prochaine session, il doit l’être avant le { $at }.
    { $link }
calls-mail-unread-subject = { $count ->
    [one] Un dossier attend votre lecture
    [many] { $count } de dossiers attendent votre lecture
   *[other] { $count } dossiers attendent votre lecture
}
calls-mail-unread-text = { $count ->
    [one] Bonjour, un dossier attend encore votre lecture pour l’appel « { $call } ». La session se clôt le { $at }. { $link }
    [many] Bonjour, { $count } de dossiers attendent encore votre lecture pour l’appel « { $call } ». La session se clôt le { $at }. { $link }
   *[other] Bonjour, { $count } dossiers attendent encore votre lecture pour l’appel « { $call } ». La session se clôt le { $at }. { $link }
}
calls-job-kind-reminders = Rappels
calls-guests = Invités sur ce dossier
calls-guests-none = Personne d’extérieur à l’organisation n’y a accès.
calls-guests-what = Une personne extérieure à votre organisation peut lire ou compléter ce dossier, et lui seul, jusqu’à la date choisie. Elle ne peut ni le déposer ni le retirer. Vous mettez fin à cet accès quand vous le voulez.
calls-guest-invite = Inviter sur ce dossier
calls-guest-invite-do = Inviter
calls-guest-right = Cette personne peut
calls-guest-may-guest = Lire le dossier et ses pièces
calls-guest-may-contributor = Lire et compléter le dossier
calls-guest-end = Mettre fin
calls-guest-end-this = Mettre fin à l’accès de { $name }
calls-guest-cannot-submit = Le dossier est prêt. L’organisation peut le déposer ; une personne invitée ne le peut pas.
calls-notice-guest = Invitation envoyée.
calls-notice-guest-ended = L’accès a pris fin.
calls-fault-guest-long = Un accès dure un an au plus : jusqu’au { $date }.
calls-conflict-guest-is-member = Cette personne est membre de l’organisation : elle a déjà accès à ses dossiers.
calls-conflict-guests = Ce dossier a déjà vingt invités. Mettez fin à un accès d’abord.
calls-mail-guest-subject = Un dossier est partagé avec vous
calls-mail-guest-text = Bonjour,

    { $organisation } vous donne accès à l’un de ses dossiers jusqu’au { $date } :
    { $file }
    Si vous n’avez pas encore de mot de passe, choisissez-le par ce lien dans les sept jours :
    { $link }
calls-rights = Agents et lecteurs
calls-rights-what = Ces personnes n’ont accès qu’à cet appel, à ses sessions et à ses dossiers. Celles qui ont un droit sur tout le service n’y figurent pas.
calls-rights-none = Personne n’a de droit pour ce seul appel.
calls-looks = Pièces ouvertes
calls-looks-what = Les personnes extérieures à l’organisation qui ont ouvert une pièce, une fois par jour et par pièce.
calls-piece-gone = pièce retirée
calls-action-piece-seen = Pièce d’un dossier ouverte
calls-action-conflict-seen = Déclaration d’intérêts consultée
calls-action-list-seen = Liste de dossiers exportée
