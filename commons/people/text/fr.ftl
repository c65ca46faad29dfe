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
people-map-what-audit = Journal : qui a fait quoi, quand et sur quel objet, par numéros
people-map-what-session = Sessions : navigateur, dates de début, d’usage et de preuve d’identité, empreinte
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
