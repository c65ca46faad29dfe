home-title = L’économie sociale et solidaire dans les Hauts-de-Seine
home-lead = Déposez un dossier à plusieurs, suivez-le jusqu’à la décision, voyez ce qui est soutenu.
home-open = Appels ouverts
home-none = Aucun appel n’est ouvert en ce moment.
home-all-calls = Tous les appels
home-done = Ce qui a été soutenu
home-awards = Projets soutenus
home-total = Montant attribué
home-accessibility = Accessibilité
home-accessibility-text = Ce service est conçu pour être utilisé par tous : au clavier, avec un lecteur d’écran, à 400 % d’agrandissement, sans JavaScript.
    
    Il n’a pas encore fait l’objet d’un audit complet au RGAA 4.1.2. Des contrôles automatiques vérifient chaque page à chaque modification.
    
    Une difficulté ? Écrivez au service du Département, qui répond sous une semaine. Sans réponse, vous pouvez saisir le Défenseur des droits.
home-legal = Mentions légales
home-legal-text = Ce service est édité par le Département qui l’exploite. Le logiciel, Parvis, est libre : licence AGPL 3.0 ou ultérieure.
    
    Les données ouvertes sont publiées sous Licence Ouverte 2.0.
home-privacy = Données personnelles
home-privacy-text = Nous conservons votre nom, votre adresse électronique, vos sessions ouvertes et la trace de vos actions sur les dossiers, pour instruire les demandes de soutien.
    
    Aucun traceur, aucune mesure d’audience par un tiers : les seuls témoins de connexion servent à vous reconnaître.
    
    Pour exercer vos droits, écrivez au délégué à la protection des données du Département.
home-job-kind-tidy = Ménage
