home-title = L’économie sociale et solidaire
home-lead = Déposez un dossier à plusieurs, suivez-le jusqu’à la décision, voyez ce qui est soutenu.
home-open = Appels ouverts
home-none = Aucun appel n’est ouvert en ce moment.
home-all-calls = Tous les appels
home-done = Ce qui a été soutenu
home-awards = Projets soutenus
home-total = Montant attribué
home-accessibility = Accessibilité
home-declaration = Déclaration d’accessibilité
home-declaration-total = Parvis est totalement conforme au référentiel général d’amélioration de l’accessibilité (RGAA { $version }).
home-declaration-partial = Parvis est partiellement conforme au référentiel général d’amélioration de l’accessibilité (RGAA { $version }).
home-declaration-none = Parvis est non conforme au référentiel général d’amélioration de l’accessibilité (RGAA { $version }).
home-declaration-incomplete = { $open ->
    [one] La loi le veut ainsi tant que l’audit n’est pas achevé : un critère reste à évaluer. Aucun taux n’est donné d’ici là.
    [many] La loi le veut ainsi tant que l’audit n’est pas achevé : { $open } de critères restent à évaluer. Aucun taux n’est donné d’ici là.
   *[other] La loi le veut ainsi tant que l’audit n’est pas achevé : { $open } critères restent à évaluer. Aucun taux n’est donné d’ici là.
}
home-declaration-pledge = { $name } s’engage à rendre ses services en ligne accessibles, conformément à l’article 47 de la loi n° 2005-102 du 11 février 2005. Cette déclaration s’applique à ce service. Le schéma pluriannuel d’accessibilité et le plan d’actions de l’année n’y sont pas encore joints.
home-declaration-results = État de conformité
home-declaration-counts = Évaluation menée par les auteurs du logiciel, arrêtée au { $date }. Critères respectés : { $holds } ; non respectés : { $fails } ; sans objet sur ce service : { $absent } ; à évaluer : { $open }.
home-declaration-rate = Part des critères applicables qui sont respectés : { $rate }.
home-declaration-by-theme = Résultats par thème
home-declaration-one-by-one = Résultats par critère
home-declaration-see-all = Voir les 106 critères
home-declaration-theme = Thème
home-declaration-criterion = Critère
home-declaration-status = État
home-declaration-means = Moyen
home-declaration-holds = Conformes
home-declaration-fails = Non conformes
home-declaration-absent = Non applicables
home-declaration-open = Non évalués
home-criterion-holds = Conforme
home-criterion-fails = Non conforme
home-criterion-absent = Non applicable
home-criterion-open = Non évalué
home-means-rule = Règle automatique
home-means-script = Contrôle par script
home-means-reading = Lecture du code
home-means-hand = Examen à la main
home-declaration-inaccessible = Contenus non accessibles
home-declaration-faults = Non-conformités
home-declaration-no-faults = Aucune n’est connue à ce jour.
home-declaration-burden = Dérogations pour charge disproportionnée
home-declaration-no-burden = Aucune dérogation n’est invoquée.
home-declaration-exempt = Contenus non soumis à l’obligation d’accessibilité
home-declaration-exempt-what = Les fichiers que les organisations joignent à leurs dossiers : le Département ne les produit pas.
home-declaration-made = Établissement de cette déclaration
home-declaration-made-on = Cette déclaration a été établie le { $date }. Elle est mise à jour avec le logiciel.
home-declaration-method =
    - Technologies : HTML, CSS, SVG, PDF balisé ; JavaScript, sans qu’il soit nécessaire.
    - Environnement de test : Chromium, au clavier, avec et sans JavaScript, sur 1 280 et 320 pixels de large, avec le texte doublé, avec un espacement élargi et dans le thème sombre. Examen à la main des pages dans l’arbre d’accessibilité de Chromium ; aucun essai n’a encore été mené avec un lecteur d’écran ni par des personnes handicapées.
    - Outils : axe-core, html-validate et les contrôles propres au logiciel, à chaque modification.
    - Pages vérifiées : accueil, appels, éligibilité, lauréats, données ouvertes, connexion, inscription, mot de passe, mentions légales, données personnelles, plan du site, cette page, pages de refus ; puis, pour chaque profil, toutes les sortes de pages où mènent ses liens : dossiers, lectures, bureau, organisation, compte, administration.
home-declaration-contact = Retour d’information et contact
home-declaration-contact-how = Un contenu ou une démarche vous reste inaccessible ? Écrivez au responsable de ce service. Il répond sous une semaine, vous oriente vers une autre voie ou vous envoie le contenu sous une autre forme.
home-declaration-contact-none = Son adresse n’est pas encore publiée ici.
home-publisher = L’organisme qui exploite ce service
home-unfilled = (non renseigné)
home-declaration-appeal = Voies de recours
home-declaration-appeal-how = Vous avez signalé un défaut qui vous empêche d’accéder à un contenu ou à une démarche, et la réponse ne vous satisfait pas ou ne vient pas ? Vous pouvez :
    
    - [écrire au Défenseur des droits](https://www.defenseurdesdroits.fr/nous-contacter-355) ;
    - [joindre son délégué près de chez vous](https://www.defenseurdesdroits.fr/carte-des-delegues) ;
    - lui envoyer un courrier gratuit, sans timbre : Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07.
home-legal = Mentions légales
home-legal-name = Éditeur
home-legal-siret = SIRET
home-legal-address = Adresse
home-legal-phone = Téléphone
home-legal-director = Directeur de la publication
home-legal-host = Hébergeur
home-legal-contact = Contact
home-legal-text = Le logiciel, Parvis, est libre : licence AGPL 3.0 ou ultérieure.
    
    Les données ouvertes sont publiées sous Licence Ouverte 2.0.
home-privacy = Données personnelles
home-privacy-text = Nous conservons votre nom, votre adresse électronique, vos sessions ouvertes et la trace de vos actions sur les dossiers, pour instruire les demandes de soutien.
    
    Aucun traceur, aucune mesure d’audience par un tiers : les seuls témoins de connexion servent à vous reconnaître.
    
    Le [registre des traitements](/donnees-personnelles/registre) dit, donnée par donnée, pourquoi elle est gardée, combien de temps et par qui elle est vue. Depuis [votre compte](/compte), vous téléchargez vos données ou supprimez votre compte.
home-answering = Responsable du traitement : { $controller }, { $contact }. Délégué à la protection des données, à qui chacun peut écrire pour exercer ses droits : { $officer }, { $write }.
home-settings-missing = Des réglages de ce service ne sont pas encore renseignés.
home-job-kind-tidy = Ménage

home-job-kind-idle = Fin des comptes inutilisés
home-notice-erased = Votre compte est supprimé.
home-register = Registre des traitements de données personnelles
home-register-text = Ce registre est celui de l’article 30 du RGPD. Il est tiré de la carte des données du logiciel : chaque colonne de la base y figure, et un contrôle échoue s’il en manque une.

    Le logiciel n’envoie rien hors de l’instance, sinon les messages à leurs destinataires, et ne prend aucune décision de lui-même.

    Sécurité : mots de passe et jetons sous forme d’empreintes, droits vérifiés à chaque demande, journal scellé, formulaires protégés, sauvegardes vérifiées à la restauration.
home-register-pdf = Télécharger le registre (PDF)
home-register-places = Colonnes
home-register-footer = Registre tiré de la carte des données de Parvis
home-register-column-data = Données
home-register-column-persons = Personnes concernées
home-register-column-recipients = Destinataires
home-register-column-retention = Durée
home-register-column-basis = Fondement
home-register-column-erasure = À la suppression du compte
home-erase-what = Supprimer votre compte efface ce qui vous concerne. Les dossiers déposés restent ceux de votre organisation.
home-erase-not-yet = Votre compte ne peut pas encore être supprimé.
home-erase-gone = Ce qui disparaît
home-erase-kept = Ce qui est conservé, et pourquoi
home-erase-confirm = Confirmer
home-erase-final = La suppression est immédiate et définitive. Téléchargez d’abord vos données si vous voulez en garder une copie. Elles disparaissent aussi des sauvegardes à mesure que celles-ci sont remplacées.
home-erase-address = Pour confirmer, saisissez l’adresse électronique de votre compte
home-erase-back = Revenir à mon compte
home-erase-first = À faire d’abord
home-fault-own-address = Ce n’est pas l’adresse de votre compte.
home-export-title = Vos données
home-export-what = Tout ce que le service garde sur vous, section par section. Le fichier JSON contient les mêmes données, sans en abréger aucune.
home-export-footer = Remis à la personne concernée, à sa demande (RGPD, articles 15 et 20)
home-export-more = { $count ->
    [one] Une entrée plus ancienne n’est pas imprimée : elle est dans le fichier JSON.
    [many] { $count } d’entrées plus anciennes ne sont pas imprimées : elles sont dans le fichier JSON.
   *[other] { $count } entrées plus anciennes ne sont pas imprimées : elles sont dans le fichier JSON.
}
home-export-yes = oui
home-export-no = non
home-export-section-account = Compte
home-export-section-organisations = Organisations
home-export-section-rights = Droits
home-export-section-sessions = Sessions
home-export-section-tokens = Jetons d’accès
home-export-section-mails = Messages reçus
home-export-section-log = Journal
home-export-section-files = Dossiers créés ou enregistrés
home-export-section-versions = Versions écrites
home-export-section-attachments = Pièces jointes
home-export-section-events = Étapes des dossiers
home-export-section-readings = Lectures
home-export-section-scores = Notes données
home-export-section-decisions = Décisions enregistrées
home-export-section-rules = Règles fixées
home-export-section-place-changes = Modifications de lieux et de tournées
home-export-section-place-pictures = Images de lieux
home-export-section-children = Enfants déclarés à une crèche
home-export-section-child-stays = Heures d’accueil
home-export-section-child-waits = Listes d’attente d’une crèche
home-export-section-gatherings-led = Rendez-vous que vous animez
home-export-section-draw-wishes = Places demandées par tirage au sort
home-export-section-proposals = Propositions faites à des lieux
home-export-section-child-files = Dossiers d’enfants
home-export-field-walks = Marche
home-export-field-reader = Lecteur du dossier
home-export-field-given-name = Prénom
home-export-field-year = Année de naissance
home-export-field-month = Mois de naissance
home-export-field-contacts = Qui appeler
home-export-field-health = Santé
home-export-field-fetchers = Qui peut venir chercher l’enfant
home-export-field-place = Lieu ou tournée
home-export-field-id = Numéro d’identification
home-export-field-email = Adresse électronique
home-export-field-name = Nom
home-export-field-language = Langue
home-export-field-created-at = Créé le
home-export-field-last-use = Dernier usage
home-export-field-second-step = Second facteur
home-export-field-role = Rôle
home-export-field-scope = Portée
home-export-field-scopes = Portée
home-export-field-from = Depuis le
home-export-field-until = Jusqu’au
home-export-field-ended-at = Retiré le
home-export-field-browser = Navigateur
home-export-field-begun-at = Commencée le
home-export-field-at = Date
home-export-field-subject = Objet
home-export-field-text = Texte
home-export-field-number = Numéro
home-export-field-action = Action
home-export-field-object = Objet concerné
home-export-field-detail = Précision
home-export-field-title = Projet
home-export-field-organisation = Organisation
home-export-field-saved-at = Enregistré le
home-export-field-file = Dossier
home-export-field-version = Version
home-export-field-answers = Réponses
home-export-field-event = Étape
home-export-field-message = Message
home-export-field-state = État
home-export-field-conflict = Conflit d’intérêts
home-export-field-comment = Commentaire
home-export-field-assigned-at = Confiée le
home-export-field-given-at = Rendue le
home-export-field-criterion = Critère
home-export-field-points = Points
home-export-field-outcome = Décision
home-export-field-reason = Motif
home-export-field-call = Appel
home-export-field-revision = Révision
home-mail-idle-subject = Votre compte va être supprimé
home-mail-idle-text = Bonjour,

    Votre compte n’a pas servi depuis près de deux ans. Il sera supprimé le { $date }.

    Pour le garder, il suffit de vous connecter : { $link }
    Si vous n’en avez plus besoin, vous n’avez rien à faire.
home-export-section-passkeys = Clés d’accès
home-export-section-identities = Identités rattachées
home-export-section-civil-identity = Identité civile transmise par FranceConnect
home-export-field-added-at = Ajoutée le
home-export-field-joined-at = Rattachée le
home-export-field-service = Service
home-export-field-siret = SIRET de l’employeur
home-export-field-employer = Employeur
home-export-field-given-names = Prénoms
home-export-field-birth-name = Nom de naissance
home-export-field-gender = Genre
home-export-field-birth-date = Date de naissance
home-export-field-birth-place = Lieu de naissance (code INSEE)
home-export-field-birth-country = Pays de naissance (code INSEE)
home-departure = Départ d’un agent
home-departure-what = En une fois, les droits et les lectures en attente d’un agent passent à un collègue. Ce qu’il a fait reste à son nom ; ses sessions et ses jetons prennent fin, son compte demeure.
home-departure-from = Agent qui part
home-departure-to = Collègue qui reprend
home-departure-do = Transmettre
home-fault-departure-same = Choisissez deux personnes différentes.
home-notice-departure = C’est transmis. Les droits de l’agent ont pris fin.
home-job-kind-bounces = Courriels revenus
home-export-section-address = Courriels revenus de votre adresse
home-export-section-notices = Avis
home-export-section-notice-choices = Réglages des avis
home-export-section-browsers = Navigateurs déjà vus
home-export-field-code = Code
home-export-field-kind = Sorte
home-export-field-link = Page
home-export-field-channel = Voie
home-export-field-read-at = Lu le
home-export-field-sent-at = Envoyé le
home-export-section-balances = Comptes d’usager
home-export-section-transfers = Ce qui a été payé
home-export-field-account = Compte
home-export-field-purpose = Usage
home-export-field-unit = Unité
home-export-field-balance = Solde
home-export-field-amount = Montant (en centimes pour les euros)
home-export-field-label = Motif
home-export-field-reference = Référence
home-export-field-effective = Date d’effet
home-looks = Qui a consulté vos données sensibles
home-looks-what = Les pièces que vous avez jointes à un dossier et les liens d’intérêts que vous avez déclarés, ouverts par quelqu’un d’extérieur à vos organisations. Une ligne vaut pour toute une journée.
home-looks-none = Personne ne les a consultées.
home-export-section-claims = Ce que vous devez et avez payé
home-export-field-paid = Payé
home-export-field-refunded = Remboursé
home-export-field-due = Échéance
home-export-section-bookings = Réservations
home-export-section-passes = Forfaits de sites
home-export-section-charges = Ce que vous devez à des sites
home-export-field-papers = Facture et avoirs
home-export-section-waits = Listes d’attente
home-export-section-standings = Qualités reconnues par des sites
home-export-section-meeting-profile = Fiche de rencontre
home-export-section-introductions = Rencontres demandées et reçues
home-export-section-turned-down = Personnes écartées
home-export-section-ideas = Idées de projet
home-export-section-outcomes = Suites données aux rencontres
home-export-field-visible = Visible de
home-export-field-offers = Offre
home-export-field-seeks = Cherche
home-export-field-form = Sorte de structure
home-export-field-places = Lieux
home-export-field-languages = Langues
home-export-field-about = Autre chose
home-export-field-person = Personne
home-export-field-quantity = Combien
home-export-field-to = À
home-export-field-units = Place attribuée
home-export-field-standing = Qualité
home-export-section-address-book = Carnet d’adresses des livres de comptes
home-export-section-mandates = Mandats de prélèvement
home-export-section-payments-received = Virements qui vous sont adressés
home-export-section-payments-prepared = Virements que vous avez préparés ou approuvés
home-export-section-invoices = Factures et avoirs qui vous sont adressés
home-export-section-gift-receipts = Reçus fiscaux
home-export-section-reminders = Relances
home-export-field-book = Livre de comptes
home-export-field-street = Numéro et rue
home-export-field-postcode = Code postal
home-export-field-town = Commune
home-export-field-siren = SIREN
home-export-field-iban = IBAN
home-export-field-bic = BIC
home-export-field-mandate = Référence unique du mandat
home-export-field-level = Degré
home-draft = Faire un dossier de cette idée
home-draft-what = Un brouillon est ouvert dans l’appel choisi, au nom de l’organisation choisie. Le titre et le résumé y sont repris, et tout reste modifiable.
home-draft-call = Appel à projets
home-draft-organisation = Organisation qui porterait le projet
home-draft-do = Ouvrir le brouillon
home-draft-no-organisation = Un dossier appartient à une organisation. Inscrivez la vôtre, ou demandez à un autre membre de l’idée de le faire.
home-draft-no-call = Aucun appel n’est ouvert pour l’instant.
home-conflict-draft = Cette organisation a déjà commencé un dossier pour cet appel : ouvrez-le et complétez-le.
home-notice-draft = Le brouillon est ouvert, avec le titre et le résumé de l’idée.
