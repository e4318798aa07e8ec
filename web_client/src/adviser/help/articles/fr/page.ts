import { type Group, list, note, pairs, steps, text, title } from "../types";

export const page: Group<"page"> = {
  "web-page": {
    title: "Ouvrir une page web",
    lead: "Vous ouvrez un site et tout le monde le voit en même temps. Le client n'a rien à faire.",
    tags: [
      "navigation partagée",
      "co-browsing",
      "site",
      "internet",
      "barre d'adresse",
      "recherche",
      "url",
      "onglet",
    ],
    body: [
      steps(
        "Cliquez en haut sur **Adresse**, ou choisissez une [[page-tiles|tuile]].",
        "Tapez une adresse, comme rentewijzer.nl, puis Entrée.",
        "La page s'ouvre pour tous. Au-dessus, il est écrit qui la contrôle et qui regarde.",
      ),
      text(
        "Le site tourne dans un navigateur sur le serveur. Personne n'installe rien, et aucun fichier ni onglet de votre ordinateur ne vient avec.",
      ),
      title("Ce que vous pouvez faire d'autre"),
      list(
        "**Retour, avance et rechargement** sont à gauche de l'adresse.",
        "**Les onglets** sont au-dessus de la page. Tous voient le même.",
        "**Plus grand ou plus petit** : sous Page, à droite au-dessus de la page.",
        "**Changer** : si vous ouvrez un document ou si quelqu'un partage un écran, vous choisissez ce qui est affiché. La page reste ouverte.",
        "**Chercher par mots** marche si votre bureau a choisi un moteur de recherche.",
      ),
      text("Fini ? Choisissez **Plus sur cette page** puis **Arrêter cette page**. L'entretien continue."),
      note(
        "Après la fermeture tout disparaît : cookies, connexions et ce qui était rempli. La prochaine fois le navigateur repart de zéro.",
      ),
    ],
  },
  "page-control": {
    title: "Qui contrôle la page web",
    lead: "Une seule personne clique et tape à la fois, et tous voient qui.",
    tags: ["contrôler", "reprendre", "main", "cliquer", "taper", "souris", "clavier", "saisie"],
    body: [
      text("Qui ouvre la page la contrôle. La bande au-dessus de la page dit le nom."),
      pairs(
        ["**Conseiller**", "Peut toujours contrôler. Cliquez dans la page et vous avez la main."],
        [
          "**Client**",
          "Seulement si vous donnez les [[input-rights|droits de saisie]]. Un clic dans la page prend la main.",
        ],
        ["**Spectateur**", "Voit tout, mais cliquer et taper ne fait rien."],
      ),
      list(
        "La reprise est immédiate. Les touches encore enfoncées sont relâchées.",
        "Si vous retirez les droits de saisie, rien de ce qui était en route ne compte plus. Même au milieu d'un mot.",
        "Juste regarder ? Choisissez **Rendre la main**. Alors personne ne contrôle.",
      ),
      note("Vos touches vont à la page tant que vous y travaillez. F6 vous en sort."),
    ],
  },
  "page-hidden": {
    title: "Champs masqués et flou",
    lead: "Mots de passe, numéros de carte, IBAN et numéros nationaux sont des points pour les autres.",
    tags: ["mot de passe", "iban", "carte", "code pin", "vie privée", "points", "secret", "numéro national"],
    body: [
      text(
        "Qui remplit un tel champ voit ce qu'il contient. Tous les autres voient des points, le conseiller aussi. Le serveur le masque avant de faire une image : cela n'arrive nulle part ailleurs.",
      ),
      list(
        "Si quelqu'un d'autre reprend la main, il voit aussi des points.",
        "Seule la personne qui l'a rempli peut copier d'un tel champ.",
        "Un œil dans la page pour montrer le mot de passe n'y change rien.",
        "Votre administrateur peut [[browsing-rules|faire masquer davantage]].",
      ),
      title("Cacher un instant toute la page"),
      text(
        "Cliquez sur **Flouter l'écran**. Le serveur n'envoie plus aux clients qu'un flou, sans titres, adresses ni [[page-outline|plan]]. Les conseillers continuent à voir la page nette. **Montrer à nouveau** la rend nette.",
      ),
      note("D'autres données, comme un solde ou un nom, sont visibles. Dans le doute, floutez la page."),
    ],
  },
  "page-files": {
    title: "Les fichiers et la page web",
    lead: "Les téléchargements arrivent dans les fichiers de l'entretien. Les envois en viennent aussi.",
    tags: ["télécharger", "envoyer", "pièce jointe", "pdf", "formulaire", "téléverser", "imprimer", "copier"],
    body: [
      title("Télécharger"),
      text(
        "Ce que vous téléchargez sur la page est un instant plus tard dans **Fichiers**. Vous l'y partagez ou le gardez.",
      ),
      title("Envoyer"),
      steps(
        "Mettez d'abord le fichier dans **Fichiers**.",
        "Cliquez sur la page sur le bouton d'envoi.",
        "Choisissez le fichier dans la liste de cet entretien.",
      ),
      note(
        "Un site n'atteint jamais les fichiers de l'ordinateur de quelqu'un. Il n'obtient ni caméra, ni microphone, ni position.",
      ),
      text("Copier et coller marchent avec les touches habituelles pour qui contrôle."),
    ],
  },
  "page-tiles": {
    title: "Tuiles et favoris",
    lead: "Les sites que vous utilisez souvent s'ouvrent d'un clic.",
    tags: ["favori", "tuile", "étoile", "signet", "raccourci", "page d'accueil", "souvent"],
    body: [
      text(
        "Tant que rien n'est affiché, vous voyez les tuiles. Plus tard, ouvrez-les avec **Tuiles et favoris** à côté de l'adresse. Ce que vous utilisez le plus vient d'abord.",
      ),
      list(
        "**Mes favoris** ne sont vus que de vous. Cliquez sur l'étoile à côté de l'adresse pour garder une page.",
        "**Tuiles du bureau** : vues de tous vos collègues. Seul un administrateur les change.",
        "Avec **Modifier** vous changez le nom, l'adresse et la légende, ou retirez quelque chose.",
      ),
      note("L'image d'un site vient d'elle-même quand il a été ouvert une fois."),
    ],
  },
  "page-outline": {
    title: "La page web sous forme de plan",
    lead: "Lisez et utilisez une page web sans image et sans souris.",
    tags: [
      "lecteur d'écran",
      "aveugle",
      "malvoyant",
      "accessibilité",
      "clavier",
      "titres",
      "nvda",
      "voiceover",
    ],
    body: [
      steps(
        "Appuyez sur O, ou choisissez **Plus sur cette page** puis **Plan de la page**.",
        "Lisez les titres, textes, liens, boutons et champs dans l'ordre de la page.",
        "Vous pouvez cliquer ? Appuyez sur Entrée sur un bouton ou un lien. Dans un champ, tapez puis Entrée.",
      ),
      list(
        "Si quelqu'un d'autre contrôle, votre première action prend la main.",
        "Si la page change, vous restez où vous étiez.",
        "Avec **Afficher** vous choisissez seulement les titres, les liens et boutons, ou les champs.",
        "Les champs masqués disent qu'ils le sont.",
      ),
      text("Sans droits de saisie vous lisez. Si la page est floutée, le plan est vide aussi."),
    ],
  },
  "page-client": {
    title: "Pour les clients : une page web ensemble",
    lead: "Ce que vous voyez, ce que voit votre conseiller, et ce que deviennent vos données.",
    tags: ["client", "vie privée", "mot de passe", "sûr", "données", "itsme", "banque", "confiance"],
    body: [
      pairs(
        ["**Que vois-je ?**", "La page web que votre conseiller ouvre. Vous n'installez rien."],
        [
          "**Puis-je cliquer ?**",
          "Si votre conseiller le permet. Vous lisez alors que vous pouvez cliquer. Arrêtez quand vous voulez.",
        ],
        [
          "**Mon conseiller voit-il mon mot de passe ?**",
          "Non. Ce que vous tapez dans un champ de mot de passe, vous seul le voyez. Les autres voient des points.",
        ],
        [
          "**Que voit mon conseiller ?**",
          "Le reste de la page, aussi après la connexion. Demandez au besoin de flouter la page.",
        ],
        ["**Peut-on atteindre mon ordinateur ?**", "Non. La page web tourne sur le serveur, pas chez vous."],
        [
          "**Que garde-t-on ?**",
          "Le rapport nomme les sites ouverts et qui contrôlait. Pas ce que vous avez tapé, ni ce que disait la page.",
        ],
      ),
      note(
        "Si vous vous connectez à un site, déconnectez-vous aussi. À la fermeture de la page tout est effacé, votre connexion aussi.",
      ),
      text(
        "Vous voyez mal la page ? Utilisez [[page-outline|le plan]], ou agrandissez la page avec les boutons de zoom.",
      ),
    ],
  },
  "page-trouble": {
    title: "Une page web ne s'ouvre pas",
    lead: "Ce que veut dire le message et ce que vous pouvez faire.",
    tags: ["erreur", "message", "bloqué", "ne marche pas", "lent", "file d'attente", "certificat", "planté"],
    body: [
      pairs(
        [
          "**Bloqué**",
          "Votre bureau ne permet pas ce site. Un administrateur peut [[browsing-rules|changer cela]].",
        ],
        [
          "**Ne peut pas être regardé ensemble**",
          "L'adresse est celle d'un réseau privé ou n'est pas un site. Seuls les sites publics s'ouvrent.",
        ],
        ["**N'existe pas**", "Il y a une faute de frappe dans l'adresse."],
        [
          "**Pas bien sécurisé**",
          "Le certificat du site est faux. Nous ne l'ouvrons pas, car quelqu'un pourrait lire.",
        ],
        ["**Ne répond pas**", "Le site est absent ou lent. Réessayez."],
        [
          "**Tous les navigateurs sont pris**",
          "Vous êtes dans la file et voyez votre place. La page s'ouvre d'elle-même.",
        ],
        ["**Planté**", "Un clic fait revenir la dernière adresse. Ce qui était rempli peut être perdu."],
        [
          "**Refuse un robot**",
          "Certains sites n'acceptent pas un navigateur sur un serveur. Partagez alors votre [[share-screen|écran]].",
        ],
      ),
      title("L'image est lente ou pas nette"),
      text(
        "Choisissez **Plus sur cette page** puis **Diagnostic**. Vous y lisez comment l'image vient, pourquoi, et à quelle vitesse. Sur une ligne étroite l'image devient d'abord moins nette ; quand la page ne bouge plus, elle redevient nette.",
      ),
      note(
        "Pas de son de la page ? Voyez si **Son** est activé. Sous **Diagnostic** il est écrit si le serveur peut donner du son.",
      ),
    ],
  },
};
