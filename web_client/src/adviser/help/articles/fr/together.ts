import { type Group, list, note, pairs, shortcuts, steps, text, title } from "../types";

export const together: Group<"together"> = {
  "client-view": {
    title: "Ce que voit votre client",
    lead: "Seulement ce que vous partagez. Jamais tout votre écran de lui-même.",
    tags: ["vie privée", "client", "image", "visible", "bureau", "pointeur"],
    body: [
      pairs(
        [
          "**Écran**",
          "Seulement l'écran, la fenêtre ou l'onglet que vous choisissez avec [[share-screen|Partager l'écran]].",
        ],
        ["**Caméra**", "Votre image, si votre caméra est activée."],
        [
          "**Page web**",
          "La [[web-page|page]] que vous ouvrez, sans vos propres onglets. Les mots de passe remplis sont des [[page-hidden|points]].",
        ],
        ["**Documents**", "Les fichiers que vous partagez avec tous ou avec ce client."],
        [
          "**Pointeur**",
          "Votre souris, seulement si le client a des [[input-rights|droits de saisie]] ou si le pointeur laser est activé.",
        ],
        ["**Chat**", "Tous les messages. Ceux d'avant son arrivée seulement si votre bureau le règle ainsi."],
      ),
      text(
        "Avec [[blur-screen|Flouter l'écran]], votre client voit un flou. Vous voyez le même flou, donc vous savez ce qui est visible.",
      ),
      note("Au-dessus de l'image partagée, il est toujours écrit qui partage et qui regarde."),
    ],
  },
  devices: {
    title: "Choisir les appareils",
    lead: "Choisissez quel microphone, quelle caméra et quel haut-parleur vous utilisez, aussi pendant l'entretien.",
    tags: ["casque", "bluetooth", "usb", "webcam", "changer", "écouteurs", "appareil", "régler"],
    body: [
      steps(
        "Cliquez sur la petite flèche à côté de [[microphone|Microphone]], [[camera|Caméra]] ou [[sound|Son]].",
        "Choisissez un appareil dans la liste. Cela agit aussitôt.",
      ),
      list(
        "Si vous branchez quelque chose de nouveau, il apparaît de lui-même dans la liste.",
        "Si un appareil disparaît, nous continuons avec un autre et disons lequel.",
        "Votre choix est retenu sur cet appareil.",
      ),
      note(
        "De l'écho ? Utilisez un casque, ou baissez le son. Si deux personnes sont dans une même pièce, coupez un microphone.",
      ),
    ],
  },
  "background-blur": {
    title: "Flou d'arrière-plan",
    lead: "Vous seul êtes net. La pièce derrière vous devient floue.",
    tags: ["arrière-plan", "flou", "pièce", "désordre", "fond virtuel", "caméra"],
    body: [
      steps("Cliquez sur la petite flèche à côté de [[camera|Caméra]].", "Activez **Flou d'arrière-plan**."),
      text(
        "La première fois prend quelques secondes : un petit programme est chargé. Le flou se fait sur votre propre appareil.",
      ),
      note("Cela demande de la puissance. Si votre image saccade, désactivez-le."),
    ],
  },
  lobby: {
    title: "La salle d'attente",
    lead: "Les clients patientent un instant, jusqu'à ce que vous les fassiez entrer.",
    tags: ["attente", "attendre", "admettre", "faire entrer", "refuser", "porte", "lobby"],
    body: [
      text("Si la salle d'attente est activée, une carte s'affiche dès que quelqu'un attend."),
      steps("Lisez le nom.", "Choisissez **Faire entrer** ou **Refuser**."),
      list(
        "Pour tous les entretiens : **Paramètres**, **Bureau**, **Salle d'attente**.",
        "Pour cet entretien seulement : ouvrez [[participants|Participants]] et activez ou désactivez **Faire patienter les nouveaux**.",
      ),
      note(
        "Celui qui attend ne voit et n'entend encore rien de l'entretien. Les collègues de votre bureau n'attendent pas.",
      ),
    ],
  },
  evaluation: {
    title: "L'évaluation",
    lead: "Après l'entretien, chacun choisit un visage et écrit quelque chose s'il le souhaite.",
    tags: ["avis", "étoiles", "retour", "opinion", "satisfait", "questionnaire", "note"],
    body: [
      text(
        "La page apparaît d'elle-même à la fin. On peut toujours passer. On peut répondre jusqu'à un jour après l'entretien.",
      ),
      list(
        "Un visage, du moins bon au meilleur.",
        "Ce qui a aidé, par exemple une explication claire.",
        "Quelques mots, si vous le souhaitez.",
      ),
      text(
        "Le conseiller voit la réponse sur le tableau de bord et sous **Entretiens**. Un administrateur voit les réponses de tout le bureau.",
      ),
    ],
  },
  record: {
    title: "Le compte rendu d'un entretien",
    lead: "Qui était là, quand, et ce qui a été partagé et activé. Sans enregistrement.",
    tags: ["journal", "preuve", "dossier", "télécharger", "pdf", "json", "archive", "enregistrement"],
    body: [
      steps(
        "Allez dans **Entretiens** et ouvrez un entretien.",
        "Sous **Compte rendu**, choisissez un PDF, un fichier JSON ou le chat.",
      ),
      title("Ce qu'il contient"),
      list(
        "Qui est entré et sorti, avec les heures.",
        "Ce qui a été partagé, flouté et terminé, et qui avait des droits de saisie.",
        "Les noms des fichiers, avec une empreinte de leur contenu.",
      ),
      title("Ce qu'il ne contient pas"),
      text("L'image, le son et ce qui était sur l'écran partagé. Samen n'enregistre rien."),
      note(
        "Chaque ligne porte une empreinte de la ligne précédente. Si quelqu'un change quelque chose après coup, cela se voit.",
      ),
    ],
  },
  shortcuts: {
    title: "Raccourcis clavier",
    lead: "Tout dans l'entretien fonctionne au clavier.",
    tags: ["clavier", "touches", "accessible", "raccourci", "ctrl", "rapide"],
    body: [
      text(
        "Appuyez sur **?** dans l'entretien pour la liste complète. Les raccourcis ne fonctionnent pas pendant que vous tapez.",
      ),
      shortcuts(),
      pairs(
        ["**Tab** et **Maj + Tab**", "Vers le bouton suivant ou précédent"],
        ["**Espace** ou **Entrée**", "Appuyer sur le bouton choisi"],
      ),
      title("Sur le tableau de bord"),
      pairs(["**Ctrl + K** (Mac : **Cmd + K**)", "Chercher clients, rendez-vous, documents, pages et aide"]),
    ],
  },
};
