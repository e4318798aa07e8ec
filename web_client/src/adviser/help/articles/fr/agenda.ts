import { type Group, note, pairs, steps, text, title } from "../types";

export const agenda: Group<"agenda"> = {
  agenda: {
    title: "L'agenda",
    lead: "Voir, déplacer et ouvrir les rendez-vous et votre temps.",
    tags: ["calendrier", "semaine", "mois", "glisser", "déplacer", "bloc", "collègue"],
    body: [
      text(
        "Au-dessus de l'agenda, choisissez **Jour**, **Semaine**, **Mois**, **Liste** ou **Services**. Les flèches avancent et reculent, **Aujourd'hui** revient à maintenant.",
      ),
      pairs(
        ["**Plein**", "Un rendez-vous, dans la couleur du service."],
        ["**En pointillé**", "Un créneau que vous avez proposé. Le client doit choisir."],
        ["**Rayé**", "Votre propre temps. Personne ne peut y réserver."],
        ["**Gris**", "En dehors de vos [[agenda-settings|disponibilités]]."],
      ),
      title("Déplacer"),
      steps(
        "Glissez un rendez-vous vers un autre horaire, ou tirez son bord inférieur pour une autre durée.",
        "Choisissez si le client reçoit un message.",
        "**Annuler l'action** le remet en place.",
      ),
      text(
        "Sans souris : allez à un rendez-vous avec Tab et appuyez sur Alt avec une flèche. Avec Maj, la durée change. Ou ouvrez le rendez-vous et choisissez **Déplacer**.",
      ),
      title("Votre propre temps"),
      text(
        "Cliquez sur une heure vide et choisissez **Bloc personnel**. Un bloc peut durer une journée et se répéter. S'il est **Privé**, les collègues voient seulement que vous êtes occupé.",
      ),
      note("Un administrateur choisit **Tout le monde** et voit, dans **Jour**, les collègues côte à côte."),
    ],
  },
  appointments: {
    title: "Créer et suivre un rendez-vous",
    lead: "De l'invitation au résumé.",
    tags: ["planifier", "invitation", "proposition", "annuler", "déplacer", "statut", "résumé", "avis"],
    body: [
      steps(
        "Cliquez sur une heure vide et choisissez **Rendez-vous**, ou cliquez sur **Nouveau rendez-vous**.",
        "Choisissez le client, ou créez-en un.",
        "Choisissez un service et un créneau libre. Avec **Laisser choisir le client**, vous en proposez plusieurs.",
        "Cliquez sur **Planifier et envoyer**. Le client reçoit le [[session-code|code]] et le lien.",
      ),
      text(
        "Un clic sur le rendez-vous ouvre tout : le code, le client, la description et une note que seuls les collègues voient. **Démarrer la session**, ou un clic sur le code, lance l'entretien dans un nouvel onglet.",
      ),
      text(
        "Le crayon modifie l'objet, le type, le lieu, le prix et la description. Vous choisissez si le client reçoit un message, avec une invitation mise à jour pour l'agenda. Un autre client se choisit ici aussi : le premier apprend que le rendez-vous n'a pas lieu, le nouveau est invité. Le code et les liens du premier ne fonctionnent plus.",
      ),
      title("Le statut suit tout seul"),
      pairs(
        ["**En planification**", "Le client n'a pas encore choisi."],
        ["**Prévu**", "L'horaire est fixé."],
        ["**Commence bientôt**", "Dans l'heure."],
        ["**Terminé**", "Vous et le client étiez là."],
        ["**Manqué**", "L'un des deux n'était pas là."],
        ["**Annulé**", "Par vous ou par le client."],
        ["**Échoué**", "L'image et le son ne sont pas passés."],
      ),
      text("Un rendez-vous au bureau ou par téléphone, vous le marquez vous-même comme terminé."),
      text(
        "Un rendez-vous manqué, échoué ou annulé ? **Replanifier** en crée un nouveau avec les mêmes données. L'ancien reste ; chacun montre le chemin vers l'autre.",
      ),
      title("Tous les rendez-vous"),
      text(
        "**Rendez-vous** les contient tous, le plus récent en haut. Le signe plus montre davantage : le code, que vous pouvez renvoyer, l'avis et le résumé. Sous **Tout le monde**, un administrateur voit aussi ceux des collègues.",
      ),
      note(
        "Les avis et les résumés sont des options. Un administrateur les active dans **Paramètres**, **Agenda**.",
      ),
    ],
  },
  "agenda-settings": {
    title: "Services, disponibilités et réservation en ligne",
    lead: "Ce que vous proposez, quand, et comment les clients réservent.",
    tags: [
      "service",
      "type de rendez-vous",
      "heures",
      "horaires",
      "réserver",
      "page de réservation",
      "tampon",
      "fuseau",
      "férié",
    ],
    body: [
      title("Services"),
      text(
        "Un service est un type de rendez-vous avec une durée, un prix et une couleur. Dans **Type de rendez-vous**, choisissez **Visioconférence, regarder ensemble** pour un entretien avec partage d'écran. **Proposé par** dit quels conseillers le proposent, **Messages propres** avec quels [[message-templates|modèles]]. Seul un administrateur modifie les services : **Paramètres**, **Services**.",
      ),
      title("Disponibilités"),
      text(
        "**Paramètres**, **Disponibilités** contient vos heures de la semaine, et les jours différents : un congé ou une soirée en plus.",
      ),
      title("Réservation en ligne"),
      steps(
        "Dans **Paramètres**, **Agenda**, un administrateur choisit un nom dans l'adresse et active **Pour le bureau**.",
        "Chaque conseiller active son propre agenda, là ou au-dessus de l'agenda.",
        "Mettez l'adresse de la page de réservation sur votre site ou dans vos messages.",
      ),
      note("Deux personnes ne peuvent jamais réserver le même créneau."),
    ],
  },
  "agenda-elsewhere": {
    title: "Votre agenda dans un autre programme",
    lead: "Vos rendez-vous dans Outlook, Google ou Apple.",
    tags: ["outlook", "google", "apple", "ical", "caldav", "abonner", "synchroniser"],
    body: [
      pairs(
        [
          "**Suivre l'agenda**",
          "Une adresse secrète avec laquelle un autre programme lit vos rendez-vous. **Renouveler** met fin à l'ancienne.",
        ],
        [
          "**Mettre à jour un autre agenda (CalDAV)**",
          "Samen écrit aussitôt chaque rendez-vous dans cet agenda.",
        ],
        [
          "**Ajouter à mon agenda**",
          "Un seul rendez-vous, en fichier, sous les trois points du rendez-vous.",
        ],
      ),
      text(
        "Les deux se trouvent dans **Paramètres**, **Agenda**. Pour CalDAV, il faut l'adresse de l'agenda, un nom d'utilisateur et de préférence un mot de passe d'application.",
      ),
      note("Qui connaît l'adresse secrète lit vos rendez-vous. Ne la partagez pas."),
    ],
  },
};
