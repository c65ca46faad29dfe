# Ce qui a lieu une fois : les places d’un rendez-vous
reservations-conflict-once = Les places de ce rendez-vous se demandent sur sa page.
reservations-event-drawn = Place attribuée par tirage au sort
reservations-order-drawn = Rang donné par le tirage au sort
reservations-mail-called-off-subject = Annulé : { $title }
reservations-mail-called-off-text = Bonjour,
    
    Vous étiez sur la liste d’attente pour { $title }, { $organisation }, le { $at }. Ce rendez-vous est annulé. { $message }
    { $link }
