people-sign-in = Connexion
people-sign-in-do = Se connecter
people-email = Adresse électronique
people-password = Mot de passe
people-new-password = Nouveau mot de passe
people-new-password-hint = Au moins 12 caractères. Une phrase dont vous vous souviendrez vaut mieux qu’un mot compliqué.
people-forgotten = Mot de passe oublié
people-forgotten-what = Indiquez votre adresse : si un compte y correspond, un lien vous y sera envoyé pour choisir un nouveau mot de passe.
people-no-account = Pas encore de compte ?
people-register = Créer un compte
people-register-what = Indiquez votre nom et votre adresse : vous recevrez un lien pour choisir votre mot de passe. Le compte est personnel ; les dossiers, eux, appartiennent à votre organisation.
people-name = Nom et prénom
people-send-link = Recevoir un lien
people-link-sent = Consultez votre messagerie
people-link-sent-what = Un message part vers { $email } avec un lien valable deux heures. S’il n’arrive pas, vérifiez les courriers indésirables et l’adresse saisie.
people-link-sent-demonstration = Dans la démonstration, les messages ne partent pas : l’administrateur les trouve dans Administration, Tâches et messages.
people-choose-password = Choisir un mot de passe
people-choose-password-what = Pour le compte { $email }. Les sessions ouvertes ailleurs seront fermées.
people-choose-password-do = Enregistrer et se connecter
people-account = Mon compte
people-organisations = Mes organisations
people-organisations-none = Vous n’êtes membre d’aucune organisation. Inscrivez la vôtre, ou demandez à son gestionnaire de vous inviter.
people-new-organisation = Inscrire une organisation
people-new-organisation-what = Vous en serez le premier gestionnaire et pourrez inviter vos collègues. Indiquez au moins l’un des deux numéros : SIRET ou RNA.
people-org-name = Nom de l’organisation
people-org-kind = Forme
people-org-siret = Numéro SIRET
people-org-siret-hint = 14 chiffres, sur l’avis de situation INSEE.
people-org-rna = Numéro RNA
people-org-rna-hint = W suivi de 9 chiffres, sur le récépissé de la préfecture.
people-org-address = Adresse du siège
people-org-postcode = Code postal
people-org-city = Commune
people-kind-association = Association
people-kind-fondation = Fondation
people-kind-mutuelle = Mutuelle
people-kind-cooperative = Coopérative
people-kind-esus = Entreprise agréée ESUS
people-kind-siae = Structure d’insertion par l’activité économique
people-kind-esat = Établissement ou service d’accompagnement par le travail
people-kind-ptce = Pôle territorial de coopération économique
people-kind-entreprise = Autre entreprise
people-kind-public = Collectivité ou établissement public
people-invented = démonstration
people-members = Membres
people-members-what = Les gestionnaires invitent et retirent des membres ; tous peuvent écrire et déposer les dossiers.
people-member-end = Retirer
people-member-end-this = Retirer { $name } de l’organisation
people-invite = Inviter un membre
people-invite-do = Inviter
people-role = Rôle
people-role-administrator = Administrateur
people-role-officer = Agent du département
people-role-reader = Lecteur (jury)
people-role-manager = Gestionnaire
people-role-member = Membre
people-role-contributor = Invité sur un dossier, en écriture
people-role-guest = Invité sur un dossier, en lecture
people-role-treasurer = Trésorerie d’un livre de comptes
people-role-officer-scoped = Agent du département, pour un seul appel à projets
people-role-reader-scoped = Lecteur (jury), pour un seul appel à projets
people-correct = Corriger la fiche
people-save = Enregistrer
people-sessions = Sessions ouvertes
people-sessions-what = Les appareils sur lesquels votre compte est connecté. Fermez celles que vous ne reconnaissez pas.
people-session-unknown = Appareil inconnu
people-session-seen = Dernière activité : { $at }
people-session-current = cette session
people-session-end = Fermer
people-session-end-this = Fermer la session ouverte le { $at }
people-tokens = Jetons d’accès
people-tokens-what = Pour qu’un programme lise ou écrive à votre place par l’API. Un jeton a vos droits, ni plus ni moins, et expire au bout d’un an.
people-token-once = Copiez ce jeton maintenant : il ne sera plus affiché.
people-token-until = Jusqu’au { $at }
people-token-end = Révoquer
people-token-end-this = Révoquer le jeton { $name }
people-token-name = Usage du jeton
people-token-scopes = Portée
people-token-scope-read = Lecture
people-token-scope-read-write = Lecture et écriture
people-token-new = Créer un jeton
people-administration = Administration
people-rights = Droits
people-rights-held = Droits en vigueur
people-right-end = Mettre fin
people-right-end-this = Mettre fin au droit de { $name }
people-right-give = Donner un droit
people-right-give-do = Donner ce droit
people-right-until = Jusqu’au
people-right-scope = Portée
people-right-scope-all = Tout le service
people-right-in = { $role } : { $scope }
people-right-lasting = sans terme
people-fault-right-over = Choisissez une date à venir.
people-fault-administrator-scope = Un administrateur l’est pour tout le service.
people-right-until-hint = Laissez vide pour un droit sans terme.
people-jobs = Tâches et messages
people-jobs-what = Ce que le service fait en arrière-plan : envoi des messages, lettres, arrêt des sessions. Une tâche qui échoue huit fois s’arrête et attend votre décision.
people-jobs-none = Rien dans cet état.
people-mails-wait = Sans serveur de messagerie configuré, les messages attendent ici.
people-job-ready = En attente
people-job-running = En cours
people-job-done = Faites
people-job-dead = En échec
people-job-since = Depuis le { $at }
people-job-attempts = { $count ->
    [0] aucun essai
    [one] un essai
    [many] { $count } d’essais
   *[other] { $count } essais
}
people-job-retry = Relancer
people-job-planned = Prévu le { $at }
people-job-kind-mail = Message
people-journal = Journal
people-journal-what = Chaque entrée porte l’empreinte de la précédente : une modification après coup se voit. La commande « parvis check » vérifie toute la chaîne.
people-journal-number = N°
people-journal-at = Date
people-journal-actor = Qui
people-journal-action = Quoi
people-journal-object = Objet
people-journal-hash = Empreinte
people-journal-system = le service
people-action-account-created = Compte créé
people-action-password-set = Mot de passe choisi
people-action-signed-in = Connexion
people-action-organisation-created = Organisation inscrite
people-action-organisation-changed = Organisation corrigée
people-action-grant-given = Droit donné
people-action-grant-prolonged = Droit prolongé
people-action-grant-ended = Droit retiré
people-action-token-created = Jeton créé
people-action-token-ended = Jeton révoqué
people-action-job-retried = Tâche relancée
people-notice-signed-out = Vous êtes déconnecté.
people-notice-password = Mot de passe enregistré.
people-notice-session-ended = Session fermée.
people-notice-token-ended = Jeton révoqué.
people-notice-organisation = Organisation inscrite.
people-notice-saved = Modifications enregistrées.
people-notice-invited = Invitation envoyée.
people-notice-removed = Membre retiré.
people-notice-right-given = Droit donné.
people-notice-right-ended = Droit retiré.
people-notice-job = Tâche relancée.
people-mail-link-subject = Votre lien pour choisir un mot de passe
people-mail-link-text = Bonjour,

    Pour choisir votre mot de passe, ouvrez ce lien dans les deux heures :
    { $link }

    Si vous n’avez rien demandé, ignorez ce message.
people-mail-invited-subject = Invitation à rejoindre une organisation
people-mail-invited-text = Bonjour,

    Vous êtes invité à travailler sur les dossiers de { $organisation }.
    Pour choisir votre mot de passe, ouvrez ce lien dans les sept jours :
    { $link }
people-fault-sign-in = Adresse ou mot de passe incorrect. Après plusieurs essais, il faut patienter.
people-fault-password-short = Choisissez au moins 12 caractères.
people-fault-password-long = Choisissez au plus 200 caractères.
people-fault-password-simple = Ce mot de passe répète trop peu de caractères différents.
people-fault-password-own-name = Le mot de passe ne doit pas contenir votre nom ou votre adresse.
people-fault-siret = Ce numéro SIRET n’est pas valide : vérifiez ses 14 chiffres.
people-fault-rna = Ce numéro RNA n’est pas valide : W suivi de 9 caractères.
people-fault-siret-or-rna = Indiquez un numéro SIRET ou un numéro RNA.
people-fault-postcode = Indiquez un code postal à 5 chiffres.
people-fault-organisation-known = Cette organisation est déjà inscrite. Demandez à son gestionnaire de vous inviter.
people-conflict-last-manager = Une organisation garde toujours un gestionnaire : nommez-en un autre d’abord.
people-conflict-last-administrator = Il faut toujours un administrateur : nommez-en un autre d’abord.

people-code = Second facteur
people-code-what = Votre mot de passe est bon. Saisissez maintenant le code affiché par votre application, ou l’un de vos codes de secours.
people-code-field = Code
people-code-lost = Téléphone et codes de secours perdus ? L’administrateur du service peut retirer votre second facteur.
people-fault-code = Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant et saisissez-le.
people-fault-proof = Ce n’est pas le mot de passe de ce compte.
people-fault-password-breached = Ce mot de passe figure dans une liste de mots de passe volés. Choisissez-en un autre.
people-notice-sign-in-again = Le code n’a pas été saisi à temps ou trop de fois : reprenez la connexion.
people-ask-again = Confirmez que c’est vous
people-ask-again-what = Cette action touche à de l’argent, à des droits ou à des données personnelles. Votre dernière preuve d’identité date de plus de cinq minutes ; ce que vous avez saisi est gardé.
people-ask-again-do = Confirmer
people-second-step = Second facteur
people-second-step-short = Un code de six chiffres, donné par une application, protège votre compte même si le mot de passe est volé.
people-second-step-manage = Gérer le second facteur
people-second-step-what = À la connexion, un code de six chiffres est demandé après le mot de passe. Une application de votre téléphone ou de votre ordinateur le donne, sans réseau.
people-second-step-waits = Vos droits d’agent ou d’administrateur vous attendent : ils prendront effet dès que le second facteur sera installé.
people-second-step-application = Munissez-vous d’une application de codes, par exemple FreeOTP, Aegis ou KeePassXC.
people-second-step-begin = Installer le second facteur
people-second-step-scan = Lisez cette image avec l’application, puis saisissez le code qu’elle affiche.
people-second-step-picture = Code QR à lire avec l’application
people-second-step-type = Si l’image ne peut être lue, saisissez cette clé dans l’application :
people-second-step-confirm = Vérifier et activer
people-second-step-spare = Le second facteur est actif. Notez ces codes de secours et gardez-les hors de votre téléphone : chacun sert une fois, et ils ne seront plus montrés.
people-second-step-kept = Je les ai notés
people-second-step-set = Le second facteur est actif. Pour le retirer, saisissez un code.
people-second-step-end = Retirer le second facteur
people-notice-second-step-ended = Second facteur retiré.
people-conflict-second-step = Vos droits demandent un second facteur : installez-le depuis « Mon compte », ils prendront effet aussitôt.
people-conflict-second-step-there = Le second facteur est déjà actif. Retirez-le d’abord pour en installer un autre.
people-action-second-step-set = Second facteur installé
people-action-second-step-ended = Second facteur retiré
people-action-spare-code-used = Code de secours utilisé
people-first = Premier administrateur
people-first-what = Cette instance n’a pas encore d’administrateur. Créez le vôtre : ce lien ne sert qu’une fois.
people-first-do = Créer le compte
people-health = État du service
people-health-good = Tout va bien.
people-health-watch = Le service fonctionne ; quelques points sont à surveiller.
people-health-bad = Quelque chose demande votre attention.
people-health-tone-good = bien
people-health-tone-watch = à surveiller
people-health-tone-bad = à traiter
people-health-database = Base de données
people-health-database-said = SQLite, { $size }.
people-health-postgresql = PostgreSQL répond. Son espace et ses sauvegardes se surveillent avec ses propres outils.
people-health-do-database = Vérifiez-la avec « parvis check ».
people-health-disk = Espace disque
people-health-disk-said = Il reste { $free }.
people-health-do-disk = Libérez de la place ou agrandissez le disque : sans place, plus rien ne peut être enregistré.
people-health-backup = Sauvegarde
people-health-backup-said = La dernière date du { $at }.
people-health-backup-never = Aucune sauvegarde n’a encore été faite.
people-health-do-backup = Lancez « parvis backup » chaque nuit et gardez les fichiers sur une autre machine.
people-health-jobs = Tâches
people-health-jobs-well = Aucune tâche n’est en échec ni en retard.
people-health-jobs-late = Des tâches attendent depuis le { $at }.
people-health-jobs-dead = { $count ->
    [one] Une tâche est en échec.
   *[other] { $count } tâches sont en échec.
}
people-health-do-jobs = Voyez l’onglet « Tâches et messages ».
people-health-mail = Messagerie
people-health-mail-said = { $count ->
    [0] Aucun message n’attend.
    [one] Un message attend d’être envoyé.
   *[other] { $count } messages attendent d’être envoyés.
}
people-health-mail-stays = { $count ->
    [0] Aucun serveur de messagerie n’est réglé ; aucun message n’attend.
    [one] Aucun serveur de messagerie n’est réglé : un message attend.
   *[other] Aucun serveur de messagerie n’est réglé : { $count } messages attendent.
}
people-health-do-mail = Réglez « smtp_url » et « mail_from » dans parvis.toml ; les messages partiront alors d’eux-mêmes.
people-health-second-step = Second facteur
people-health-second-step-said = { $count ->
    [0] Tous les agents et administrateurs en ont un.
    [one] Un agent ou administrateur n’en a pas.
   *[other] { $count } agents ou administrateurs n’en ont pas.
}
people-health-do-second-step = Il s’installe depuis « Mon compte » ; sans lui, les droits d’agent ou d’administrateur n’ont pas d’effet, sauf si parvis.toml en dispense.

people-gone = compte supprimé
people-own-data = Mes données
people-own-data-what = Téléchargez tout ce que le service garde sur vous : en PDF pour le lire, en JSON pour le reprendre ailleurs.
people-own-data-register = Registre des traitements
people-own-data-pdf = Télécharger mes données (PDF)
people-own-data-json = Télécharger mes données (JSON)
people-erase = Supprimer mon compte
people-action-account-erased = Compte supprimé
people-conflict-erase-last-administrator = Vous êtes le dernier administrateur du service : nommez-en un autre avant de supprimer votre compte.
people-conflict-erase-last-manager = Vous êtes le dernier gestionnaire de { $organisation }, où d’autres travaillent : nommez un autre gestionnaire avant de supprimer votre compte.
people-map-days = { $count ->
    [one] un jour
    [many] { $count } de jours
   *[other] { $count } jours
}
people-map-months = { $count ->
    [one] un mois
    [many] { $count } de mois
   *[other] { $count } mois
}
people-map-years = { $count ->
    [one] un an
    [many] { $count } d’années
   *[other] { $count } ans
}
people-map-persons-account = Titulaires d’un compte
people-map-persons-named = Personnes nommées dans les dossiers : responsables, salariés, partenaires
people-map-persons-managers = Responsables d’associations dont le siège est à leur domicile
people-map-purpose-account = Tenir les comptes et les droits
people-map-purpose-security = Protéger le service et en garder la trace
people-map-purpose-mail = Écrire aux titulaires d’un compte
people-map-purpose-file = Instruire les demandes de soutien
people-map-basis-mission = Mission d’intérêt public (RGPD, article 6.1.e)
people-map-basis-security = Obligation légale de sécurité (RGPD, articles 6.1.c et 32)
people-map-what-account = Nom, adresse électronique, langue
people-map-what-use = Numéro du compte, date de création, dernière utilisation, préavis de suppression
people-map-what-password = Mot de passe, sous forme d’empreinte
people-map-what-link = Liens envoyés pour choisir un mot de passe, sous forme d’empreinte
people-map-what-grant = Rôles, avec leur portée et leurs dates
people-map-what-granted-by = Numéro de la personne qui a donné un droit à une autre
people-map-what-token = Jetons d’accès : nom, portée, dates, empreinte
people-map-what-second-step = Second facteur : la clé de l’application de codes
people-map-what-spare-code = Codes de secours, sous forme d’empreinte
people-map-what-half-sign-in = Connexions qui attendent le second facteur
people-map-what-address = Adresse du siège d’une organisation
people-map-what-audit = Journal : qui a fait ou consulté quoi, quand et sur quel objet, par numéros
people-map-what-session = Sessions : navigateur, dates de début, d’usage et de preuve d’identité, empreinte
people-map-what-rate = Limites de fréquence : empreintes d’adresses de réseau, de comptes et de courriel, avec une heure
people-map-what-mail = Messages : adresse, objet, texte
people-map-what-command = Envois déjà traités, pour ne rien faire deux fois
people-map-what-file = Pièces jointes aux dossiers : leur contenu
people-map-kept-account = Tant que le compte existe
people-map-kept-idle = Tant que le compte sert ; sans connexion pendant { $period }, il est supprimé, après un message envoyé deux semaines avant
people-map-kept-link = Jusqu’à leur usage, { $period } au plus
people-map-kept-token = { $period } au plus, ou jusqu’à leur révocation
people-map-kept-grant = Tant que le droit existe
people-map-kept-half-sign-in = Cinq minutes
people-map-kept-organisation = Tant que l’organisation est inscrite
people-map-kept-audit = Tant que le service existe
people-map-kept-session = Jusqu’à la déconnexion, { $period } sans usage ou trois mois au plus
people-map-kept-rate = Deux heures au plus
people-map-kept-mail = { $period } après l’envoi ; trois mois si l’envoi a échoué
people-map-kept-command = { $period }
people-map-kept-file = Autant que le dossier auquel elles sont jointes
people-map-seen-nobody = Personne : ni affiché, ni communiqué
people-map-seen-self = La personne elle-même
people-map-seen-account = La personne, les membres de ses organisations, les agents et administrateurs du service
people-map-seen-administrators = Les administrateurs du service
people-map-seen-organisation = Les membres de l’organisation et les agents du Département
people-map-seen-file = Les membres de l’organisation ; après le dépôt, les agents du Département et les lecteurs désignés
people-map-erase-delete = Supprimé avec le compte
people-map-erase-blank = Vidé à la suppression du compte
people-map-erase-keep = Conservé. { $why }
people-map-keep-number = Seul reste un numéro, qui ne mène plus à personne : « compte supprimé » s’affiche à la place du nom.
people-map-keep-rate = Sans la clé de l’instance, ces empreintes ne mènent à personne ; elles s’effacent d’elles-mêmes.
people-passkeys = Clés d’accès
people-passkeys-short = Une clé d’accès remplace le mot de passe : le doigt, le visage ou le code de votre appareil suffisent.
people-passkeys-manage = Gérer les clés d’accès
people-passkeys-what = Une clé d’accès est gardée par votre téléphone, votre ordinateur ou une clé de sécurité. Elle ne peut être ni devinée, ni volée à distance, et tient lieu de mot de passe et de second facteur.
people-passkeys-none = Aucune clé d’accès pour l’instant.
people-passkeys-impossible = Ce site n’a pas encore de nom de domaine : les clés d’accès ne peuvent pas y être rattachées.
people-passkey-new = Ajouter une clé
people-passkey-name = Nom de cette clé
people-passkey-name-hint = Pour la reconnaître plus tard : « téléphone », « clé bleue ».
people-passkey-add = Ajouter cette clé
people-passkey-script = L’ajout d’une clé demande JavaScript, que votre navigateur n’exécute pas. Le mot de passe et le second facteur restent possibles.
people-passkey-since = ajoutée le { $at }
people-passkey-used = utilisée le { $at }
people-passkey-remove = Retirer
people-passkey-remove-this = Retirer la clé { $name }
people-passkey-use = Entrer avec une clé d’accès
people-passkey-failed = La clé n’a pas répondu. Réessayez, ou choisissez un autre moyen.
people-notice-passkey-added = Clé d’accès ajoutée.
people-notice-passkey-removed = Clé d’accès retirée. Pensez à la supprimer aussi dans votre appareil.
people-notice-passkey-refused = Cette clé n’est pas reconnue. Réessayez, ou entrez avec votre mot de passe.
people-fault-passkey = La clé n’a pas été reconnue. Recommencez.
people-conflict-passkeys-many = Vous avez déjà vingt clés d’accès. Retirez-en une d’abord.
people-conflict-prove-first = Prouvez d’abord que c’est bien vous.
people-action-passkey-added = Clé d’accès ajoutée
people-action-passkey-removed = Clé d’accès retirée
people-action-passkey-copied = Clé d’accès refusée : elle semble avoir été copiée

people-service-franceconnect = FranceConnect
people-service-proconnect = ProConnect
people-service-for-franceconnect = Pour les particuliers
people-service-for-proconnect = Pour les professionnels
people-service-enter-franceconnect = S’identifier avec FranceConnect
people-service-enter-proconnect = S’identifier avec ProConnect
people-service-what-franceconnect = FranceConnect est la solution de l’État pour se connecter aux services en ligne avec un compte que l’on a déjà : Impôts, Ameli, La Poste.
people-service-what-proconnect = ProConnect est la connexion de l’État pour les agents publics, les salariés et les responsables d’associations, avec leur adresse professionnelle.
people-services = FranceConnect et ProConnect
people-services-what = Une identité rattachée à votre compte permet d’entrer sans mot de passe.
people-identity-since = rattachée le { $at }
people-identity-used = utilisée le { $at }
people-identity-join = Rattacher
people-identity-join-this = Rattacher { $service } à mon compte
people-identity-leave = Détacher
people-identity-leave-this = Détacher { $service } de mon compte
people-identity-kept = Identité transmise
people-identity-kept-what = Elle est chiffrée avec une clé qui vous est propre, et vous seul la voyez.
people-notice-identity-joined = Identité rattachée à votre compte.
people-notice-identity-left = Identité détachée de votre compte.
people-notice-proved = C’est bien vous. Revenez à la page que vous aviez laissée.
people-notice-service-denied = Le service n’a pas confirmé votre identité, ou vous avez renoncé. Vous pouvez recommencer, ou entrer autrement.
people-notice-service-error = Le service a répondu par une erreur. Réessayez dans quelques minutes, ou entrez autrement.
people-conflict-service-lost = Le retour du service n’a pas été reconnu : la demande est trop ancienne, déjà utilisée, ou vient d’un autre navigateur. Recommencez depuis la page de connexion.
people-conflict-service-unclear = La réponse du service n’a pas pu être vérifiée : personne n’a été connecté. Réessayez dans quelques minutes, ou entrez autrement.
people-conflict-identity-taken = Cette identité est déjà rattachée à un autre compte. Entrez avec elle dans cet autre compte pour l’en détacher.
people-conflict-identity-there = Une identité de ce service est déjà rattachée à ce compte. Détachez-la d’abord depuis « Mon compte ».
people-conflict-identity-other = L’identité confirmée n’est pas celle de ce compte.
people-action-identity-joined = Identité rattachée
people-action-identity-left = Identité détachée
people-onward = Vers un autre site
people-onward-to = Vous allez être dirigé vers { $service }.
people-onward-farewell = Vous êtes déconnecté de ce site. La déconnexion de { $service } suit.
people-onward-do = Continuer
people-newcomer = Première connexion
people-newcomer-what = { $service } a confirmé votre identité : { $name }. Pour terminer, indiquez l’adresse électronique de votre compte ; si vous n’en avez pas, il sera créé avec cette adresse. Un code y sera envoyé.
people-newcomer-email-hint = Celle que vous utilisez déjà ici, si vous avez un compte.
people-newcomer-send = Envoyer le code
people-newcomer-sent = Un code de huit chiffres a été envoyé à { $email }. Il est valable un quart d’heure, dans ce navigateur.
people-newcomer-code = Code reçu
people-newcomer-join = Terminer
people-newcomer-other = Une autre adresse
people-mail-newcomer-subject = Votre code de connexion
people-mail-newcomer-text = Bonjour,
    
    Quelqu’un s’est identifié avec { $service } et demande à rattacher cette identité à votre adresse. Si c’est vous, saisissez ce code dans la page restée ouverte :
    
    { $code }
    
    Si ce n’est pas vous, n’en faites rien et ne le communiquez à personne : sans lui, rien n’est rattaché.
people-ask-again-passkey = Prouver avec une clé d’accès
people-ask-again-service = Confirmez votre identité dans un nouvel onglet, puis revenez ici : rien de ce que vous avez saisi n’est perdu.
people-ask-again-by-franceconnect = Confirmer avec FranceConnect (nouvel onglet)
people-ask-again-by-proconnect = Confirmer avec ProConnect (nouvel onglet)
people-ask-again-done = J’ai confirmé, continuer
people-ask-again-none = Choisir d’abord un mot de passe
people-workplace = ProConnect indique que vous travaillez pour { $name } (SIRET { $siret }).
people-workplace-ask = Demander à en être membre
people-workplace-make = Inscrire cette organisation
people-notice-workplace-asked = Votre demande a été envoyée aux responsables de l’organisation.
people-mail-workplace-subject = Demande pour rejoindre votre organisation
people-mail-workplace-text = Bonjour,
    
    { $name } travaille pour { $organisation }, selon ProConnect, et demande à en être membre. Vous pouvez l’inviter depuis la page de l’organisation :
    { $link }
people-action-workplace-asked = Demande pour rejoindre une organisation
people-job-kind-forget-key = Oubli d’une clé personnelle
people-map-what-ceremony = Connexions et preuves en cours, chiffrées pour le seul navigateur concerné
people-map-kept-ceremony = quelques minutes ; trois mois pour ce qui permet de clore la session d’un service
people-map-what-passkey = Clés d’accès : leur partie publique et le nom donné
people-map-what-identity = Identités rattachées : le numéro de la personne chez FranceConnect ou ProConnect, et son employeur
people-map-what-pivot = Identité civile transmise par FranceConnect, chiffrée par une clé propre à la personne
people-map-purpose-pivot = Attester l’identité civile auprès de la personne et des services qui l’exigent
people-map-kept-pivot = jusqu’au détachement de l’identité ou à la fin du compte
people-fault-newcomer-code = Ce code n’est pas le bon. Recopiez celui du dernier message reçu ; au cinquième essai manqué, il faudra recommencer.
people-departure = Départ d’un agent
people-delegations = Délégations
people-delegations-short = Pendant une absence, vous pouvez confier un de vos droits à quelqu’un, pour un temps.
people-delegations-manage = Gérer les délégations
people-delegations-what = Un droit délégué prend fin à la date choisie, trois mois au plus, ou dès que vous le retirez. Il ne peut pas être délégué à son tour, et le journal garde la trace de qui agit.
people-delegations-lent = Droits que vous déléguez
people-delegations-lent-none = Aucun pour l’instant.
people-delegations-received = Droits qui vous sont délégués
people-delegation-from = par { $name }
people-delegation-until = jusqu’au { $date }
people-delegation-end = Retirer
people-delegation-end-this = Retirer la délégation à { $name }
people-delegation-return = Rendre
people-delegation-return-this = Rendre la délégation de { $name }
people-delegation-new = Déléguer un droit
people-delegation-right = Droit
people-delegation-end-date = Jusqu’au
people-delegation-do = Déléguer
people-fault-delegation-long = Une délégation dure trois mois au plus : jusqu’au { $date }.
people-conflict-delegation = Une délégation va à quelqu’un d’autre, et sa fin est à venir.
people-conflict-delegation-held = Cette personne a déjà ce droit.
people-notice-delegation = Droit délégué. La personne est prévenue.
people-notice-delegation-ended = Délégation terminée.
people-mail-delegation-subject = Un droit vous est délégué
people-mail-delegation-text = Bonjour,
    
    { $name } vous délègue un droit jusqu’au { $date }. Vous pouvez le voir et le rendre ici :
    { $link }
    
    Si vous n’avez pas encore de mot de passe, choisissez « Mot de passe oublié » à la connexion.
people-action-right-lent = Droit délégué
people-action-lent-right-ended = Délégation terminée
people-action-handed-over = Travail transmis au départ d’un agent

people-notices = Avis
people-notices-link = { $count ->
    [0] Avis
   *[other] Avis ({ $count })
}
people-notices-unread = { $count ->
    [0] Vous avez tout lu.
    [one] Un avis n’a pas été lu.
    [many] { $count } d’avis n’ont pas été lus.
   *[other] { $count } avis n’ont pas été lus.
}
people-notices-new = Nouveau
people-notices-read = Marquer comme lu
people-notices-read-all = Tout marquer comme lu
people-notices-none = Aucun avis
people-notices-none-what = Ce qui change pour vous, vos dossiers ou votre compte s’affichera ici.
people-notices-settings = Réglages des avis
people-notices-settings-what = Tous les avis sont sur la page « Avis », sauf ceux que vous désactivez. Les courriels partent à { $email }.
people-notices-settings-fixed = Toujours envoyés par courriel :
people-channel-mail = Courriel immédiat
people-channel-daily = Récapitulatif quotidien, à 7 heures
people-channel-weekly = Récapitulatif hebdomadaire, le lundi à 7 heures
people-channel-page = Sur le site seulement
people-channel-off = Aucun avis
people-told-security = Sécurité de votre compte
people-told-membership = Membres de vos organisations
people-unsubscribe = Ne plus recevoir ces courriels
people-unsubscribe-what = Vous ne recevrez plus de courriels pour : { $kind }. Ces avis resteront sur le site.
people-unsubscribe-do = Ne plus recevoir
people-unsubscribed = C’est fait : plus de courriels pour : { $kind }.
people-unsubscribe-undo = C’était une erreur, rétablir
people-unsubscribe-undone = C’est rétabli : vous recevrez de nouveau ces courriels : { $kind }.
people-address = Mon adresse électronique
people-address-change = Changer d’adresse
people-address-present = Votre adresse est { $email }.
people-address-field = Adresse à laquelle recevoir le lien
people-address-sent = Un lien valable deux heures part vers { $email }. Ouvrez-le : l’adresse sera alors celle de votre compte.
people-address-confirm-what = L’adresse { $email } sera celle de votre compte, pour la connexion et pour tous les courriels.
people-address-confirm-do = Confirmer cette adresse
people-address-fails = Votre adresse { $email } ne reçoit pas nos courriels.
people-address-fails-do = La confirmer ou la changer
people-address-fails-what = Faites-vous envoyer un lien pour la confirmer si elle fonctionne de nouveau, ou indiquez-en une autre.
people-address-failing = courriels refusés
people-notice-address = Adresse confirmée.
people-notice-read = Avis marqué comme lu.
people-notice-all-read = Avis marqués comme lus.
people-conflict-address-taken = Un autre compte utilise déjà cette adresse.
people-action-address-failing = Adresse qui refuse les courriels
people-action-address-confirmed = Adresse confirmée
people-action-address-changed = Adresse changée
people-job-kind-notice = Courriel d’un avis
people-job-kind-digests = Récapitulatifs
people-health-addresses = Adresses
people-health-addresses-said = { $count ->
    [0] Aucune adresse ne refuse nos courriels.
    [one] Une adresse refuse nos courriels.
    [many] { $count } d’adresses refusent nos courriels.
   *[other] { $count } adresses refusent nos courriels.
}
people-health-do-addresses = Leurs titulaires en sont avertis sur chaque page. Voyez qui est concerné dans « Droits » et sur la page de chaque organisation.
people-mail-footer = --
    Ne plus recevoir ces courriels ({ $kind }) : { $link }
    Tous vos réglages : { $settings }
people-mail-digest-subject = { $count ->
    [one] Un avis vous attend
    [many] { $count } d’avis vous attendent
   *[other] { $count } avis vous attendent
}
people-mail-digest-more = { $count ->
    [one] Et un autre avis, sur le site.
    [many] Et { $count } d’autres avis, sur le site.
   *[other] Et { $count } autres avis, sur le site.
}
people-mail-daily-text = Bonjour,

    Voici ce que vous n’avez pas encore lu :

    { $list }

    --
    Ne plus recevoir le récapitulatif quotidien : { $link }
    Tous vos réglages : { $settings }
people-mail-weekly-text = Bonjour,

    Voici ce que vous n’avez pas encore lu cette semaine :

    { $list }

    --
    Ne plus recevoir le récapitulatif hebdomadaire : { $link }
    Tous vos réglages : { $settings }
people-mail-password-subject = Votre mot de passe a été changé
people-mail-password-text = Bonjour,

    Le mot de passe de votre compte a été changé le { $at }.

    Si ce n’est pas vous, choisissez-en un autre sans attendre (« Mot de passe oublié ») et prévenez l’administrateur du service.
    { $link }
people-mail-second-step-ended-subject = Votre second facteur a été retiré
people-mail-second-step-ended-text = Bonjour,

    Le second facteur de votre compte a été retiré le { $at } : seul le mot de passe le protège.

    Si ce n’est pas vous, changez votre mot de passe et prévenez l’administrateur du service.
    { $link }
people-mail-browser-subject = Connexion depuis un nouveau navigateur
people-mail-browser-text = Bonjour,

    Votre compte a été ouvert le { $at } depuis un navigateur qu’il ne connaissait pas : { $browser }.

    Si c’est vous, vous n’avez rien à faire. Sinon, fermez cette session et changez votre mot de passe :
    { $link }
people-mail-right-given-subject = Un droit vous a été donné : { $role }
people-mail-right-given-text = Bonjour,

    Un droit vous a été donné sur le service : { $role }.
    { $link }
people-mail-right-ended-subject = Un droit vous a été retiré : { $role }
people-mail-right-ended-text = Bonjour,

    Un de vos droits sur le service a pris fin : { $role }.
    { $link }
people-mail-member-added-subject = Vous avez rejoint { $organisation }
people-mail-member-added-text = Bonjour,

    Vous pouvez désormais travailler sur les dossiers de { $organisation } (rôle : { $role }).
    { $link }
people-mail-member-removed-subject = Vous n’êtes plus membre de { $organisation }
people-mail-member-removed-text = Bonjour,

    Votre rôle dans { $organisation } a pris fin : { $role }. Ses dossiers ne vous sont plus accessibles.
    { $link }
people-mail-new-manager-subject = { $organisation } a un nouveau gestionnaire
people-mail-new-manager-text = Bonjour,

    Un nouveau gestionnaire a été nommé pour { $organisation }. La page de l’organisation dit qui.
    { $link }
people-mail-address-changed-subject = Votre adresse électronique a été changée
people-mail-address-changed-text = Bonjour,

    Depuis le { $at }, cette adresse est celle de votre compte.
    { $link }
people-mail-address-left-subject = L’adresse de votre compte a été changée
people-mail-address-left-text = Bonjour,

    Votre compte a une nouvelle adresse électronique ; vous ne recevrez plus rien à celle-ci.

    Si ce n’est pas vous, prévenez sans attendre l’administrateur du service.
people-mail-address-link-subject = Confirmez votre adresse électronique
people-mail-address-link-text = Bonjour,

    Pour que cette adresse soit celle de votre compte, ouvrez ce lien dans les deux heures :
    { $link }

    Si vous n’avez rien demandé, ignorez ce message.
people-mail-address-taken-subject = Cette adresse a déjà un compte
people-mail-address-taken-text = Bonjour,

    Quelqu’un a voulu donner votre adresse à un autre compte. Rien n’a été changé : elle reste celle du vôtre.

    Si c’était vous et que vous avez oublié votre mot de passe : { $link }
people-map-what-notice = Avis : objet, date, lecture, envoi
people-map-what-choice = Réglages des avis
people-map-what-failing = Adresse qui refuse les courriels : code, date
people-map-what-bounce = Courriels revenus : adresse, code, date
people-map-what-browser = Navigateurs déjà vus, sous forme d’empreintes
people-map-what-address-link = Liens envoyés pour confirmer une adresse : adresse, empreinte
people-map-kept-notice = { $period } après lecture, deux ans sinon
people-map-kept-bounce = { $period }
people-map-kept-browser = { $period } après la dernière connexion
people-map-kept-address-link = Deux heures au plus
people-map-keep-audit = Chaque entrée scelle les suivantes : en retirer une romprait la preuve. Le journal ne contient que des numéros, qui ne mènent plus à personne, et les réglages du service.
people-map-keep-organisation = C’est l’adresse de l’organisation ; ses membres peuvent la corriger.
people-map-keep-file = Le dossier est celui de l’organisation et, une fois déposé, une archive publique (code du patrimoine, articles L211-1 et L212-2 ; RGPD, article 17.3). Un brouillon que personne d’autre ne peut reprendre est supprimé.
people-settings = Réglages
people-settings-what = Ces réglages valent pour tout le service, sur toutes ses machines. Ce qui est publié ou imprimé les reprend : ce qui manque n’est pas inventé, le document est refusé. Chaque changement est écrit au journal, avec l’ancienne et la nouvelle valeur.
people-settings-whole = Tout ce que le service doit savoir est renseigné.
people-settings-missing = Il reste à renseigner : { $what }.
people-settings-stale = Quelqu’un d’autre a modifié les réglages depuis que vous les avez ouverts. Votre saisie est conservée : comparez-la avec ce qui est enregistré, puis enregistrez de nouveau.
people-settings-meanwhile = Enregistré entre-temps : « { $value } ».
people-settings-body = L’organisme
people-settings-letters = Les courriers
people-settings-data = Les données personnelles
people-settings-help = Les contacts et les langues
people-setting-name = Nom de l’organisme
people-setting-name-hint = Il figure sur les courriers, au pied des pages, dans les données ouvertes et les mentions légales.
people-setting-siret = SIRET de l’organisme
people-setting-siret-hint = 14 chiffres. Il désigne l’attribuant dans les données ouvertes.
people-setting-address = Adresse (numéro et voie)
people-setting-address-hint = Celle des mentions légales et de l’expéditeur des courriers.
people-setting-postcode = Code postal
people-setting-city = Commune
people-setting-phone = Téléphone
people-setting-phone-hint = Il figure dans les mentions légales.
people-setting-director = Directeur de la publication
people-setting-director-hint = Nom et fonction ; la loi veut que les mentions légales le nomment.
people-setting-host = Hébergeur
people-setting-host-hint = Nom, adresse et téléphone ; la loi veut que les mentions légales le nomment.
people-setting-signatory = Titre du signataire
people-setting-signatory-hint = Tel qu’il s’imprime au bas des lettres, par exemple « Pour le Président du Conseil départemental ».
people-setting-town = Commune d’où partent les lettres
people-setting-town-hint = Elle précède la date. Sans elle, c’est la commune de l’organisme.
people-setting-court = Tribunal compétent
people-setting-court-hint = Celui devant lequel une décision se conteste ; les lettres l’indiquent après « devant le », par exemple « tribunal administratif de Lille ».
people-setting-controller = Responsable du traitement
people-setting-controller-hint = Le registre et la page « Données personnelles » le nomment. Sans autre nom, c’est l’organisme.
people-setting-controller_contact = Contact du responsable du traitement
people-setting-controller_contact-hint = Une adresse électronique ou l’adresse d’une page.
people-setting-officer = Délégué à la protection des données
people-setting-officer-hint = Son nom ou sa fonction ; une fonction survit aux départs.
people-setting-officer_contact = Contact du délégué à la protection des données
people-setting-officer_contact-hint = Une adresse électronique ou l’adresse d’une page.
people-setting-accessibility = Contact pour l’accessibilité
people-setting-accessibility-hint = La déclaration d’accessibilité y renvoie. Une adresse électronique ou l’adresse d’une page.
people-setting-help = Contact pour de l’aide
people-setting-help-hint = Il figure au pied de chaque page et sur les pages d’erreur. Une adresse électronique ou l’adresse d’une page.
people-setting-languages = Langues proposées, outre le français
people-setting-languages-hint = Les pages s’affichent dans la langue que le visiteur choisit parmi elles. Le français l’est toujours.
people-notice-settings = Les réglages sont enregistrés.
people-action-setting-changed = Réglage modifié
people-health-settings = Réglages
people-health-do-settings = Renseignez-les à l’onglet « Réglages » : sans eux, des lettres ou des données ouvertes sont refusées.
people-map-what-setting = Noms et contacts publiés par le service : directeur de la publication, délégué à la protection des données
people-map-persons-answering = Personnes qui répondent du service
people-map-purpose-publish = Dire au public qui répond du service
people-map-basis-law = Obligation légale d’information (loi n° 2004-575 ; RGPD, articles 6.1.c et 13)
people-map-kept-setting = Tant que la personne exerce cette fonction
people-map-seen-public = Le public
people-map-keep-setting = La loi veut que le service dise qui en répond. Un administrateur change ces noms à la page « Réglages ».
people-map-purpose-directory = Remplir la fiche d’une organisation depuis les répertoires publics (SIRENE, RNA)
people-map-kept-directory = Jusqu’au remplacement par un répertoire plus récent
people-map-seen-account-holders = Les titulaires d’un compte
people-map-keep-directory = C’est une copie d’un répertoire public ; une correction se demande à l’Insee ou au greffe des associations, et l’import suivant la reprend.
people-action-directory-imported = Répertoire importé
people-directory = Chercher dans les répertoires officiels
people-directory-what = Saisissez un SIRET, un SIREN, un numéro RNA, ou le début du nom : la fiche se remplit, et vous la vérifiez.
people-directory-typed = Numéro ou nom
people-directory-do = Chercher
people-directory-none = Rien ne correspond. Vérifiez le numéro ou le début du nom, ou remplissez la fiche vous-même.
people-directory-found = { $count ->
    [one] Une organisation correspond.
    [many] { $count } d’organisations correspondent.
   *[other] { $count } organisations correspondent.
}
people-directory-first = Seules les { $count } premières sont affichées : précisez le nom.
people-directory-choose = Choisir
people-directory-choose-this = Choisir { $name }
people-directory-closed = fermée
people-directory-filled = La fiche est remplie d’après le répertoire. Vérifiez-la, puis enregistrez.
people-health-certificate = Certificat de l’adresse publique
people-health-certificate-said = { $days ->
    [one] Il vaut pour { $names } et expire le { $at } : il reste un jour.
    [many] Il vaut pour { $names } et expire le { $at } : il reste { $days } de jours.
   *[other] Il vaut pour { $names } et expire le { $at } : il reste { $days } jours.
}
people-health-certificate-ended = Celui de { $names } a expiré le { $at } : les navigateurs refusent le service.
people-health-certificate-untold = Son fichier n’est pas indiqué : son échéance n’est pas suivie ici.
people-health-certificate-unread = Son fichier ne se lit pas : { $why }.
people-health-do-certificate = Indiquez-le par « certificate » dans parvis.toml ; un certificat se renouvelle au plus tard trois semaines avant son terme.
people-mail-way-in-subject = Un moyen d’entrer dans votre compte a été ajouté
people-mail-way-in-text = Bonjour,

    Un moyen d’entrer dans votre compte a été ajouté le { $at } : { $what }.

    Si ce n’est pas vous, retirez-le depuis votre compte et choisissez un nouveau mot de passe.
    { $link }
people-looked-at-you = Qui a consulté vos données sensibles
people-looked-reader = un lecteur désigné
people-action-rights-seen = Page des droits consultée
people-action-log-seen = Journal consulté
people-action-outbox-seen = Tâches et messages consultés
people-old-password = Mot de passe actuel
people-change-password = Changer de mot de passe
people-change-password-what = Vos autres sessions seront fermées.
people-change-password-none = Votre compte n’a pas encore de mot de passe. Pour en choisir un, demandez un lien : il part vers votre adresse.
people-fault-password-common = Ce mot de passe est de ceux que l’on essaie en premier. Une phrase de quelques mots sans rapport tient mieux.
people-end-sessions = Fermer les sessions d’une personne
people-end-sessions-what = Un appareil perdu, un compte suspect : toutes les sessions de cette personne se ferment aussitôt. Elle pourra se reconnecter.
people-end-sessions-do = Fermer ses sessions
people-notice-sessions-ended = Sessions fermées.
people-action-sessions-ended = Sessions fermées par un administrateur
people-fault-nobody = Aucun compte n’a cette adresse.
