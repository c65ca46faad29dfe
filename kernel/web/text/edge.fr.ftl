web-refusal-unknown = Page introuvable
web-refusal-unknown-what = Cette page n’existe pas, ou elle n’est pas accessible avec votre compte. Vérifiez l’adresse, ou repartez de l’accueil.
web-refusal-sign-in = Connexion nécessaire
web-refusal-sign-in-what = Connectez-vous pour continuer.
web-refusal-forbidden = Accès non autorisé
web-refusal-forbidden-what = Votre compte ne donne pas accès à cette page. Si vous pensez qu’il le devrait, adressez-vous au service du département.
web-refusal-invalid = Des réponses sont à corriger
web-refusal-invalid-what = Revenez à la page précédente : votre saisie y est conservée.
web-refusal-stale = Modifié entre-temps
web-refusal-stale-what = Quelqu’un d’autre, ou un autre onglet, a modifié cet enregistrement depuis que vous l’avez ouvert. Rechargez la page pour voir la dernière version, puis refaites votre modification.
web-refusal-conflict = Action impossible en l’état
web-refusal-csrf-what = Ce formulaire n’a pas été envoyé depuis cette session, ou la session a expiré. Revenez à la page précédente, rechargez-la et envoyez de nouveau.
web-refusal-too-many = Trop de tentatives
web-refusal-too-many-what = { $seconds ->
    [one] Patientez une seconde, puis réessayez.
    [many] Patientez { $seconds } de secondes, puis réessayez.
   *[other] Patientez { $seconds } secondes, puis réessayez.
}
web-refusal-too-large = Envoi trop volumineux
web-refusal-too-large-what = La limite est de { $limit }. Réduisez le fichier ou le texte, puis renvoyez-le.
web-refusal-malformed = Envoi illisible
web-refusal-malformed-what = La demande n’a pas pu être lue. Revenez à la page précédente et envoyez de nouveau le formulaire.
web-refusal-busy = Service momentanément occupé
web-refusal-busy-what = Rien n’a été enregistré. Réessayez dans quelques instants.
web-refusal-no-space = Espace de stockage épuisé
web-refusal-no-space-what = Le disque du service est plein : la consultation reste possible, mais rien ne peut être enregistré pour l’instant. L’équipe technique doit libérer de la place.
web-refusal-broken = Une erreur est survenue
web-refusal-broken-what = L’erreur vient de notre côté et a été consignée. Rien n’a été enregistré. Réessayez ; si elle persiste, transmettez le numéro ci-dessous.
web-refusal-number = Numéro de la demande : { $number }
web-fault-required = Renseignez ce champ.
web-fault-too-long = { $max } caractères au plus : il y en a { $length }.
web-fault-email = Indiquez une adresse électronique, par exemple nom@exemple.fr.
web-fault-contact = Indiquez une adresse électronique, par exemple nom@exemple.fr, ou l’adresse d’une page, qui commence par https://.
web-fault-money = Indiquez un montant en euros, par exemple 1 250 ou 1 250,50.
web-fault-number = Indiquez un nombre entier de { $min } à { $max }.
web-fault-date = Indiquez une date, par exemple 31/03/2027.
web-fault-choose = Choisissez une réponse.
web-fault-choice = Choisissez l’une des réponses proposées.
web-fault-idempotency-key = L’en-tête Idempotency-Key est obligatoire : de 8 à 100 caractères visibles.
web-fault-json = Le corps JSON n’a pas la forme attendue : { $why }
web-conflict-key-reused = Cette clé a déjà servi pour une autre demande.
web-conflict-setting = { $name ->
    [name] Le nom de l’organisme qui publie ce service n’est pas renseigné.
    [siret] Le SIRET de l’organisme qui publie ce service n’est pas renseigné.
    [address] L’adresse de l’organisme qui publie ce service n’est pas renseignée.
    [signatory] Le titre du signataire des courriers n’est pas renseigné.
    [town] La commune d’où partent les courriers n’est pas renseignée.
    [court] Le tribunal administratif compétent n’est pas renseigné.
   *[other] Un réglage de ce service n’est pas renseigné.
} Sans lui, ce document serait faux : il ne peut pas être établi. Un administrateur peut le renseigner à la page « Réglages ».
