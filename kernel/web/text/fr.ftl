# The page around every page.
web-site = Parvis
web-baseline = Économie sociale et solidaire
web-description = Le service du département pour l’économie sociale et solidaire : appels à projets, tiers-lieux, économie collaborative et culture sur les toits.
web-home = Accueil
web-skip = Aller au contenu
web-nav = Menu principal
web-menu = Menu
web-crumbs = Vous êtes ici
web-languages = Langue
web-sign-in = Se connecter
web-sign-out = Se déconnecter
web-account = Mon compte
web-foot = À propos de ce site
web-accessibility = Accessibilité : partiellement conforme
web-legal = Mentions légales
web-privacy = Données personnelles
web-sitemap = Plan du site
web-help = Besoin d’aide ?
web-demonstration = Démonstration.
web-demonstration-what = Les organisations et les personnes sont inventées ; rien de ce qui est fait ici n’a d’effet.
web-leave = Des modifications ne sont pas encore enregistrées.
web-close = Fermer

# Forms.
web-optional = (facultatif)
web-all-asked = Sauf mention « facultatif », chaque réponse est attendue.
web-choose = Choisir…
web-faults-title = { $count ->
    [one] Une réponse est à corriger
   *[other] { $count } réponses sont à corriger
}
web-count-max = { $max } caractères au plus
web-count-left = caractères restants
web-count-over = caractères de trop
web-file-present = Déjà reçu : { $name }. Choisissez un fichier pour le remplacer.
web-upload-sending = Envoi du fichier
web-upload-cancel = Annuler l’envoi
web-upload-cancelled = Envoi annulé. Rien n’a été enregistré.
web-upload-failed = L’envoi n’a pas abouti. Vérifiez la connexion, puis réessayez.

# A form that keeps itself.
web-autosave-saved = Enregistré à
web-autosave-saved-at = Enregistré le { $time }
web-autosave-saving = Enregistrement…
web-autosave-offline = Non enregistré : hors ligne, nouvel essai dans un instant. Une copie est gardée dans cet onglet.
web-autosave-conflict = Non enregistré : ce dossier a été modifié ailleurs. Rechargez la page pour voir la dernière version ; votre saisie est gardée dans cet onglet.
web-autosave-refused = Non enregistré : le serveur a refusé l’envoi. Utilisez le bouton d’enregistrement pour savoir pourquoi.
web-autosave-restored = Votre saisie non enregistrée a été remise en place.
web-autosave-kept = Ce dossier a changé depuis votre dernière visite, et une partie de votre saisie n’avait pas été enregistrée.
web-autosave-put-back = Reprendre ma saisie
web-autosave-faulty = Enregistré en brouillon, avec des réponses à corriger.
web-autosave-signed-out = Non enregistré : vous n’êtes plus connecté. Reconnectez-vous dans un autre onglet, puis continuez ici.

# Tables.
web-filter = Filtrer
web-filter-clear = Tout afficher
web-export = Exporter
web-table-empty = Rien ne correspond à cette recherche.
web-pages = Pages
web-prev = Page précédente
web-next = Page suivante
web-step-done = (fait)

# Budgets.
web-budget-expenses = Dépenses
web-budget-income = Recettes
web-budget-what = Poste
web-budget-how-much = Montant
web-budget-total = Total
web-budget-label = Poste, ligne { $line }
web-budget-amount = Montant en euros, ligne { $line }
web-budget-add = Ajouter une ligne
web-budget-balanced = Le budget est équilibré.
web-budget-missing = Il manque en recettes
web-budget-over = Les recettes dépassent les dépenses de
web-budget-unread = Un montant n’est pas lisible : écrivez par exemple 1250,50.

# Charts.
web-chart-table = Voir les chiffres
web-chart-label = Poste
web-chart-none = Aucune donnée à représenter.
web-chart-share = Part
web-chart-used = Engagé
web-chart-left = Disponible
web-chart-over = Dépassement
web-chart-mean = Moyenne
web-chart-reader = Lecteur
web-chart-score = Note
