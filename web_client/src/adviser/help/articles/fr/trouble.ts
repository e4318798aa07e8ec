import { type Group, list, note, pairs, steps, text, title } from "../types";

export const trouble: Group<"trouble"> = {
  permissions: {
    title: "Autoriser caméra et microphone",
    lead: "Le navigateur demande une fois. Si vous avez refusé, voici comment les réactiver.",
    tags: [
      "refusé",
      "accès",
      "autoriser",
      "bloquer",
      "cadenas",
      "chrome",
      "edge",
      "firefox",
      "safari",
      "enregistrement de l'écran",
    ],
    body: [
      pairs(
        [
          "**Chrome et Edge**",
          "Cliquez sur l'icône aux curseurs ou le cadenas à gauche de la barre d'adresse. Activez **Caméra** et **Microphone** et rechargez la page.",
        ],
        [
          "**Firefox**",
          "Cliquez sur l'icône barrée de la caméra ou du microphone à gauche de la barre d'adresse. Retirez le blocage et rechargez la page.",
        ],
        [
          "**Safari sur Mac**",
          "Dans le menu **Safari**, choisissez **Réglages pour ce site web** et autorisez Caméra et Microphone.",
        ],
        [
          "**iPhone et iPad**",
          "Touchez **aA** dans la barre d'adresse, puis **Réglages du site web**, et autorisez Caméra et Microphone.",
        ],
        [
          "**Android**",
          "Touchez l'icône à gauche de la barre d'adresse, puis **Autorisations**, et autorisez Caméra et Microphone.",
        ],
      ),
      title("L'ordinateur lui-même refuse"),
      list(
        "**Windows** : Paramètres, Confidentialité et sécurité, Caméra (et Microphone) : autorisez votre navigateur.",
        "**Mac** : Réglages Système, Confidentialité et sécurité, Caméra (et Microphone) : activez votre navigateur. Pour partager, aussi sous **Enregistrement de l'écran**.",
      ),
      note("Sans, c'est possible aussi : vous voyez, entendez et écrivez comme les autres."),
    ],
  },
  connection: {
    title: "La connexion saccade ou se coupe",
    lead: "Nous rétablissons la connexion de nous-mêmes. Voici ce que vous pouvez faire.",
    tags: [
      "internet",
      "wifi",
      "lent",
      "panne",
      "saccades",
      "hors ligne",
      "vpn",
      "pare-feu",
      "réseau d'entreprise",
      "faible",
    ],
    body: [
      title("La connexion est faible"),
      list(
        "Coupez la [[camera|caméra]]. Le son devient alors souvent bon.",
        "Rapprochez-vous de la box, ou utilisez un câble.",
        "Fermez les programmes qui chargent beaucoup, comme les films ou les sauvegardes.",
        "Coupez un VPN si vous en avez le droit.",
      ),
      title("Connexion perdue"),
      text(
        "Si internet se coupe, vous le voyez en moins de deux secondes. Dès son retour, l'entretien continue. Chat et fichiers sont encore là. Vous n'avez rien à faire.",
      ),
      title("Image et son n'arrivent pas du tout"),
      text(
        "Certains réseaux d'entreprise laissent passer peu de choses. Samen essaie alors d'autres voies, aussi par le même port que les sites ordinaires. Si cela échoue, essayez un autre réseau, par exemple celui de votre téléphone.",
      ),
      note("Ordinateur refermé ou page rechargée ? Rouvrez-la : vous revenez comme le même participant."),
    ],
  },
  "no-sound-or-picture": {
    title: "Pas de son ou pas d'image",
    lead: "Suivez cette liste de haut en bas.",
    tags: [
      "je n'entends rien",
      "on ne m'entend pas",
      "image noire",
      "silence",
      "écho",
      "caméra ne marche pas",
      "microphone ne marche pas",
    ],
    body: [
      title("Vous n'entendez pas l'autre"),
      steps(
        "**Son** est-il activé dans la barre ?",
        "Voyez-vous **Activer le son** ? Cliquez dessus : certains navigateurs ne jouent qu'après un clic.",
        "Choisissez un autre haut-parleur : la petite flèche à côté de [[sound|Son]].",
        "Le volume de votre appareil est-il assez fort ?",
      ),
      title("L'autre ne vous entend pas"),
      steps(
        "**Microphone** est-il activé dans la barre, et non **Coupé** ?",
        "La barre sous [[microphone|Choisir le microphone]] bouge-t-elle quand vous parlez ? Sinon, choisissez-en un autre.",
        "Votre casque a-t-il son propre bouton pour couper ?",
        "Le navigateur y a-t-il accès ? Voir [[permissions|Autorisation]].",
      ),
      title("L'autre ne vous voit pas"),
      steps(
        "**Caméra** est-elle activée dans la barre ?",
        "Y a-t-il un cache devant la caméra ?",
        "Un autre programme utilise-t-il la caméra, comme Teams ou Zoom ? Fermez-le.",
        "Choisissez une autre caméra : la petite flèche à côté de [[camera|Caméra]].",
      ),
    ],
  },
};
