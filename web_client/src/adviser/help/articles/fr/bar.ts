import { type Group, list, note, picture, steps, text, title } from "../types";

export const bar: Group<"bar"> = {
  "button-bar": {
    title: "La barre de boutons",
    lead: "Dix fonctions en bas de la session, toujours dans le même ordre.",
    tags: ["boutons", "barre", "menu", "fonctions", "aperçu", "schéma", "en bas"],
    body: [
      picture("bar"),
      text(
        "Sous chaque bouton, des mots disent s'il est activé ou non. Cliquez sur un numéro ci-dessus pour une explication.",
      ),
      list(
        "Un bouton plein est **activé**, un bouton avec un simple contour est **désactivé**.",
        "Un bouton foncé et barré est **coupé**.",
        "Un contour en pointillés veut dire : impossible maintenant. La raison est dessous.",
        "L'orange demande de l'attention : vous partagez, ou il y a du nouveau.",
      ),
      text(
        "Un client a huit boutons : pas de Droits de saisie, Flouter l'écran seulement pendant un partage, et le dernier est **Quitter la session**. Sur un téléphone, il y en a cinq.",
      ),
      text("Tout fonctionne aussi au clavier : voir [[shortcuts|Raccourcis clavier]]."),
    ],
  },
  participants: {
    title: "Participants",
    lead: "Qui est présent, avec caméra, microphone et connexion.",
    tags: ["présents", "liste", "qui", "couper", "exclure", "nom", "renommer", "collègue"],
    body: [
      picture("bar", 1),
      text(
        "Pour chaque personne, vous voyez le nom, le rôle, si la caméra et le microphone sont activés, la qualité de la connexion, et qui partage.",
      ),
      title("Ce que peut faire le conseiller"),
      list(
        "**Renommer** : par exemple de « Jan » à « Jan et Els ».",
        "**Couper le microphone** : seule cette personne peut le réactiver. Vous pouvez le lui demander.",
        "**Exclure** : la personne quitte aussitôt l'entretien et ne peut revenir avec le même lien.",
        "**Nommer co-conseiller** : un collègue de votre bureau reçoit les mêmes droits que vous.",
      ),
      text("Si la [[lobby|salle d'attente]] est activée, c'est ici que vous laissez entrer."),
    ],
  },
  "input-rights": {
    title: "Droits de saisie",
    lead: "Vous décidez si un client peut cliquer avec vous. C'est toujours désactivé au début.",
    tags: [
      "droits",
      "cliquer",
      "taper",
      "contrôle",
      "souris",
      "pointeur",
      "pointeur laser",
      "autorisation",
      "vie privée",
    ],
    body: [
      picture("bar", 2),
      steps(
        "Cliquez sur **Droits de saisie**.",
        "Activez **Peut cliquer** à côté du nom de votre client.",
        "Votre client est prévenu aussitôt. On désactive de la même façon.",
      ),
      title("Ce que peut alors faire un client"),
      list(
        "Cliquer et taper dans une [[web-page|page web]], et [[page-control|la contrôler]].",
        "Pointer sur l'écran partagé et dans un document. Vous voyez le pointeur avec le nom.",
        "Tourner les pages d'un document affiché.",
        "Voir votre pointeur. Sans droits de saisie, le client ne le voit pas.",
      ),
      note(
        "Si vous partagez un onglet, Chrome ou Edge y montre toujours votre pointeur. La bande au-dessus de l'image le dit alors. Partagez une fenêtre ou tout l'écran pour le masquer.",
      ),
      text("Le serveur y veille. Sans votre autorisation, aucun clic ni aucune touche d'un client ne passe."),
      note(
        "Le **pointeur laser** montre votre pointeur à tous, même sans droits de saisie. Il est désactivé tant que vous ne l'activez pas.",
      ),
    ],
  },
  "blur-screen": {
    title: "Flouter l'écran",
    lead: "Cachez un instant l'écran partagé ou la page web, par exemple pour un mot de passe ou le dossier d'un autre.",
    tags: ["flou", "cacher", "vie privée", "sensible", "masquer"],
    body: [
      picture("bar", 3),
      text(
        "Cliquez sur **Flouter l'écran**. Chez les spectateurs, l'image est aussitôt couverte. Cliquez encore pour la rendre nette.",
      ),
      list(
        "Le flou se fait sur l'appareil de celui qui partage. Plus aucune image nette n'en sort.",
        "Ce n'est qu'une fois que c'est certain que **Activé** s'affiche.",
        "Vous voyez ce que voient vos clients : un flou rayé.",
        "Une [[web-page|page web]] est floutée sur le serveur. Seuls les conseillers la voient encore nette.",
      ),
      text(
        "Votre client partage l'écran ? Alors vous pouvez flouter tous les deux. Le bouton ne fonctionne que pendant un partage ou avec une page web ouverte.",
      ),
      note("Le son continue. Coupez aussi votre [[microphone|microphone]] si nécessaire."),
    ],
  },
  files: {
    title: "Fichiers",
    lead: "Partagez un fichier, regardez-le ensemble, ou retirez-le.",
    tags: ["documents", "pdf", "envoyer", "télécharger", "glisser", "pièce jointe", "photo", "téléverser"],
    body: [
      picture("bar", 4),
      steps(
        "Cliquez sur **Fichiers**.",
        "Glissez un fichier dans la fenêtre, ou choisissez-le sur votre ordinateur. Vous voyez la progression et pouvez arrêter.",
        "Choisissez qui le voit : **Tout le monde** ou **Conseillers seuls**.",
      ),
      title("Regarder ensemble"),
      text(
        "Ouvrez les PDF et les images dans la session avec **Montrer à l'écran**. Quand vous tournez une page, tout le monde suit. Un client avec des [[input-rights|droits de saisie]] peut aussi tourner les pages.",
      ),
      title("Retirer et garder"),
      list(
        "**Retirer** enlève un fichier pour tous. Celui qui l'a déjà téléchargé le garde.",
        "**Télécharger** passe par un lien valable peu de temps.",
        "Faire signer se peut aussi : avec [[sign-together|le crayon à côté d'un PDF]].",
        "Tout type de fichier est permis, jusqu'à la limite de votre bureau (en général 100 Mo).",
      ),
    ],
  },
  "share-screen": {
    title: "Partager l'écran",
    lead: "Montrez tout votre écran, une fenêtre ou un onglet.",
    tags: ["écran", "fenêtre", "onglet", "présenter", "regarder", "arrêter le partage"],
    body: [
      picture("bar", 5),
      steps(
        "Cliquez sur **Partager l'écran**.",
        "Le navigateur demande quoi partager : un écran, une fenêtre ou un onglet.",
        "Choisissez et confirmez. Au-dessus de l'image, il est écrit que vous partagez.",
      ),
      note(
        "Partagez de préférence un seul onglet ou une seule fenêtre. Le reste de votre écran reste à vous, vos e-mails aussi.",
      ),
      title("Laisser le client partager"),
      list(
        "**Vous le demandez** : choisissez le nom. Votre client décide s'il accepte et ce que vous voyez.",
        "**Votre client le demande** : vous acceptez, ou non.",
      ),
      text(
        "Arrêtez avec le même bouton ou avec la barre du navigateur. Une seule personne partage à la fois. Le texte reste net ; si la connexion est faible, l'image ralentit d'abord.",
      ),
    ],
  },
  chat: {
    title: "Chat",
    lead: "Écrivez des messages et des liens à tous dans la session.",
    tags: ["message", "texte", "taper", "lien", "emoji", "garder la conversation"],
    body: [
      picture("bar", 6),
      list(
        "Tout le monde dans la session lit. Un message compte au plus 2 000 caractères.",
        "Les liens sont cliquables et s'ouvrent dans un nouvel onglet.",
        "Si le chat est fermé, le bouton indique le nombre de nouveaux messages.",
        "**Entrée** envoie, **Maj + Entrée** commence une nouvelle ligne.",
      ),
      title("Pour le conseiller"),
      list(
        "Vous activez ou désactivez le chat pour tous.",
        "Vous téléchargez le chat pendant l'entretien, ou plus tard sous **Entretiens**.",
        "Le bureau règle si ceux qui arrivent plus tard voient les messages précédents.",
      ),
    ],
  },
  microphone: {
    title: "Microphone",
    lead: "Activez ou coupez votre microphone, et choisissez lequel vous utilisez.",
    tags: ["son", "couper", "muet", "parler", "casque", "bruit", "réduction du bruit", "volume"],
    body: [
      picture("bar", 7),
      list(
        "Cliquez sur **Microphone** pour vous couper ou vous faire entendre de nouveau.",
        "La petite flèche à côté ouvre **Choisir le microphone**. La barre montre si on vous entend.",
        "**Réduction du bruit** enlève un ventilateur ou le bruit de la rue. Désactivez-la si vous jouez de la musique.",
      ),
      text(
        "Un conseiller entre avec le microphone et la caméra activés. Ce que vous coupez reste coupé sur cet appareil, la fois suivante aussi.",
      ),
      text(
        "Le conseiller vous a coupé ? Vous réactivez vous-même le microphone. Personne d'autre ne le peut.",
      ),
      text("Si vous branchez un casque pendant l'entretien, nous demandons si vous voulez l'utiliser."),
    ],
  },
  camera: {
    title: "Caméra",
    lead: "Activez ou coupez votre caméra, choisissez-en une, ou floutez votre arrière-plan.",
    tags: ["webcam", "image", "vidéo", "visage", "arrière-plan"],
    body: [
      picture("bar", 8),
      list(
        "Cliquez sur **Caméra** pour vous montrer ou non.",
        "La petite flèche à côté ouvre **Choisir la caméra** et [[background-blur|Flou d'arrière-plan]].",
        "Les petites images peuvent être déplacées.",
      ),
      text("Quand la caméra est coupée, son voyant s'éteint aussi. Les autres voient votre nom."),
      note("La connexion est faible ? Coupez la caméra. Le son reste alors bon."),
    ],
  },
  sound: {
    title: "Son",
    lead: "Activez ou coupez le son des autres, et choisissez votre haut-parleur.",
    tags: ["haut-parleur", "casque", "entendre", "volume", "muet", "sortie", "enceinte"],
    body: [
      picture("bar", 9),
      list(
        "Cliquez sur **Son** pour ne plus rien entendre. Un autre clic le réactive.",
        "La petite flèche à côté ouvre **Choisir le haut-parleur**.",
        "Les autres voient que votre son est coupé. Ils savent ainsi que vous ne les entendez pas.",
      ),
      note(
        "Safari et certains téléphones ne laissent pas choisir le haut-parleur. Le menu le dit alors. Choisissez-le dans les réglages de votre appareil.",
      ),
    ],
  },
  "end-session": {
    title: "Terminer la session",
    lead: "Ferme l'entretien pour tous. Un client ne fait que le quitter.",
    tags: ["arrêter", "fermer", "raccrocher", "fini", "quitter", "partir"],
    body: [
      picture("bar", 10),
      steps(
        "Cliquez sur **Terminer la session**. Nous demandons une seule fois.",
        "Tout le monde quitte l'entretien. Le code ne fonctionne plus.",
        "Vous et vos clients voyez une courte [[evaluation|évaluation]].",
      ),
      text(
        "Un client a le bouton **Quitter la session**. Avec le même code, il peut revenir tant que la session dure.",
      ),
      text(
        "Tout le monde est parti ? La session se ferme d'elle-même après un moment. Le bureau règle après combien de minutes.",
      ),
    ],
  },
};
