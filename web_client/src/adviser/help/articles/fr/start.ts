import { type Group, list, note, picture, steps, text, title } from "../types";

export const start: Group<"start"> = {
  "start-session": {
    title: "Démarrer une session",
    lead: "Un clic ouvre une session dans un nouvel onglet.",
    tags: [
      "commencer",
      "ouvrir",
      "nouvelle session",
      "bouton de démarrage",
      "icône",
      "onglet",
      "appel",
      "réunion",
    ],
    body: [
      picture("start"),
      steps(
        "Cliquez en haut à gauche sur **Démarrer une session**. C'est le bouton avec l'écran et la flèche.",
        "Un nouvel onglet s'ouvre. La session y commence d'elle-même.",
        "En haut à droite se trouve le [[session-code|code de session]]. Donnez-le à votre client.",
      ),
      title("Rien ne se passe"),
      text(
        "Si votre navigateur bloque les nouveaux onglets, vous voyez un simple lien vers la session. Cliquez dessus, ou autorisez les nouveaux onglets pour cette adresse.",
      ),
      title("Revenir à une session en cours"),
      text(
        "Onglet fermé par erreur ? Le tableau de bord montre la session sous **En cours**. Cliquez sur **Revenir à la session**. Les autres restent simplement à l'intérieur.",
      ),
    ],
  },
  "session-code": {
    title: "Le code de session",
    lead: "Neuf chiffres qui laissent entrer votre client. Ils sont en haut à droite de la session.",
    tags: ["code d'accès", "chiffres", "lien", "qr", "copier", "e-mail", "inviter", "se connecter"],
    body: [
      picture("code"),
      text("Chaque session a son propre code. Transmettez-le comme il vous convient :"),
      list(
        "**Lire à voix haute** : trois fois trois chiffres, par exemple 482 917 356.",
        "**Copier** : l'icône à côté du code copie les chiffres.",
        "**Lien** : copie une adresse qui mène droit à la session.",
        "**Code QR** : votre client le scanne avec un téléphone ou une tablette.",
        "**E-mail** : saisissez l'adresse, et votre client reçoit le code et le lien.",
      ),
      note(
        "Le code fonctionne tant que la session dure. Après **Terminer la session**, personne n'entre plus avec ce code.",
      ),
      title("Votre client ne trouve pas le code"),
      text(
        "Sur la page d'accueil, votre client peut choisir **Renvoyez-moi le code**. Si le code d'une session en cours a été envoyé à cette adresse, le même e-mail repart.",
      ),
    ],
  },
  joining: {
    title: "Participer à un entretien",
    lead: "Pour les clients : saisissez le code et vous y êtes. Aucun compte n'est nécessaire.",
    tags: [
      "client",
      "participer",
      "saisir le code",
      "installer",
      "navigateur",
      "compte",
      "se connecter",
      "rejoindre",
    ],
    body: [
      picture("join"),
      steps(
        "Ouvrez l'adresse que votre conseiller vous a donnée.",
        "Saisissez les neuf chiffres. Espaces et tirets sont acceptés.",
        "Cliquez sur **Participer** et indiquez votre nom.",
        "Vérifiez votre [[preview|caméra et votre microphone]], ou passez cette étape.",
      ),
      text("Vous avez reçu un lien ? Alors vous n'avez pas besoin de saisir le code."),
      title("Le code ne fonctionne pas"),
      list(
        "**Ce code n'est pas utilisé** : vérifiez les chiffres, ou demandez le code à votre conseiller.",
        "**Cet entretien est terminé** : le code ne fonctionne plus. Demandez-en un nouveau à votre conseiller.",
        "**L'entretien est complet** : attendez que quelqu'un parte, ou appelez votre conseiller.",
        "**Trop de tentatives** : attendez un peu, puis réessayez.",
      ),
      note("Vous n'installez rien. Une version récente de Chrome, Edge, Firefox ou Safari suffit."),
    ],
  },
  preview: {
    title: "Vérifier caméra et microphone avant",
    lead: "Avant d'entrer, vous vous voyez, vous choisissez vos appareils et vous testez la connexion.",
    tags: ["test", "tester", "aperçu", "contrôle", "écho", "connexion", "débit"],
    body: [
      list(
        "**Image** : vous vous voyez comme l'autre vous verra.",
        "**Microphone** : parlez. La barre bouge si on vous entend.",
        "**Son** : jouez une tonalité pour savoir si votre haut-parleur fonctionne.",
        "**Connexion** : nous envoyons image et son vers notre serveur et retour, et mesurons la qualité.",
      ),
      text(
        "Tout peut être passé. Vous pouvez aussi entrer sans caméra ou sans microphone et les activer plus tard.",
      ),
      text("Les conseillers voient sur le tableau de bord si la caméra et la connexion sont en ordre."),
      note(
        "Le navigateur ne demande rien, ou vous avez refusé ? Lisez [[permissions|Autoriser caméra et microphone]].",
      ),
    ],
  },
  phone: {
    title: "Sur un téléphone ou une tablette",
    lead: "Cela fonctionne sur un téléphone. Un ordinateur est plus agréable à lire.",
    tags: ["mobile", "iphone", "android", "ipad", "petit écran", "smartphone"],
    body: [
      text(
        "Sur un petit écran, un écran partagé se lit moins bien. Un conseil s'affiche donc au début. Vous pouvez simplement continuer.",
      ),
      list(
        "La barre a cinq boutons : Microphone, Caméra, Chat, Plus et Quitter. Le reste est sous **Plus**.",
        "Tenez le téléphone à l'horizontale pour une image plus grande.",
        "Zoomez avec deux doigts.",
        "La plupart des téléphones ne peuvent pas partager leur écran. Le bouton le dit alors.",
      ),
      note("Utilisez de préférence le wifi. Désactivez l'économie d'énergie : elle peut arrêter la caméra."),
    ],
  },
};
