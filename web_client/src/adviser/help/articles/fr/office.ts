import { type Group, list, note, pairs, picture, steps, text, title } from "../types";

export const office: Group<"office"> = {
  office: {
    title: "Régler votre bureau",
    lead: "Nom, couleur, logo et déroulement des entretiens.",
    tags: [
      "paramètres",
      "charte graphique",
      "logo",
      "couleur",
      "numéro de téléphone",
      "langue",
      "taille des fichiers",
      "administrateur",
    ],
    body: [
      text("Seul un administrateur peut le faire : **Paramètres**, **Bureau**."),
      pairs(
        ["**Nom et téléphone**", "Les clients les voient sur la page d'accueil et dans l'entretien."],
        [
          "**Couleur**",
          "Pour les boutons et les liens. Si le blanc n'y est pas lisible, nous choisissons une teinte plus foncée.",
        ],
        ["**Logo**", "PNG, JPEG ou WebP. Carré, c'est le plus beau."],
        [
          "**Fuseau horaire et pays**",
          "L'heure de l'agenda et de la réservation, les jours fériés et le début des numéros.",
        ],
        ["**Salle d'attente**", "Les clients attendent que vous les [[lobby|fassiez entrer]]."],
        [
          "**Montrer les messages précédents**",
          "Si celui qui arrive plus tard lit le [[chat|chat]] d'avant.",
        ],
        ["**Plus grand fichier**", "La limite de chaque [[files|fichier]] dans un entretien."],
        [
          "**Fermer une session vide après**",
          "Combien de temps une session reste ouverte quand tous sont partis.",
        ],
      ),
    ],
  },
  colleagues: {
    title: "Collègues et rôles",
    lead: "Invitez des collègues et décidez de ce qu'ils peuvent faire.",
    tags: ["utilisateurs", "administrateur", "conseiller", "inviter", "droits", "rôle", "bloquer", "départ"],
    body: [
      pairs(
        ["**Conseiller**", "Démarre des sessions et voit ses propres entretiens."],
        ["**Administrateur**", "Voit aussi les entretiens de tous, et change bureau, collègues et site."],
      ),
      title("Inviter quelqu'un"),
      steps(
        "Allez dans **Paramètres**, **Collègues**.",
        "Saisissez l'adresse e-mail, choisissez un rôle et cliquez sur **Inviter**.",
        "Votre collègue reçoit un lien et choisit lui-même un nom et un mot de passe. Le lien fonctionne une fois.",
      ),
      text("Vous pouvez renvoyer ou retirer une invitation."),
      title("Quelqu'un s'en va"),
      text(
        "Choisissez **Retirer l'accès**. Le compte est déconnecté partout. Les entretiens sont conservés, et vous pouvez rendre l'accès plus tard.",
      ),
      note("L'e-mail n'arrive pas ? Regardez sous **Paramètres**, **E-mails** ce qu'il est devenu."),
    ],
  },
  "browsing-rules": {
    title: "Régler la navigation partagée",
    lead: "Quels sites s'ouvrent, avec quoi vous cherchez, et ce qui reste masqué.",
    tags: ["bloquer", "permettre", "liste", "moteur de recherche", "masquer", "sélecteur", "sites", "règles"],
    body: [
      text(
        "Seul un administrateur le peut : **Paramètres**, **Navigation partagée**. Cela compte aussitôt, aussi dans les entretiens en cours.",
      ),
      pairs(
        [
          "**Seulement ces sites**",
          "Vide veut dire : tout site public. S'il y a quelque chose, rien d'autre ne s'ouvre.",
        ],
        ["**Jamais ces sites**", "Prime sur la liste de ce qui est permis."],
        [
          "**Moteur de recherche**",
          "Sans moteur, le champ d'adresse n'ouvre que des adresses. Les mots vont au moteur que vous choisissez.",
        ],
        [
          "**Champs masqués**",
          "Un site et un sélecteur CSS : ce qu'il désigne, les autres ne le voient pas.",
        ],
      ),
      list(
        "bank.example est exactement ce site ; *.bank.example aussi tout ce qui est en dessous.",
        "Les listes comptent aussi pour les parties d'une page, comme les films d'un autre site.",
        "La connexion passe souvent par un second site. Ajoutez-le aussi.",
      ),
      note(
        "Mots de passe, numéros de carte, IBAN et numéros nationaux sont toujours masqués. Cela ne se coupe pas.",
      ),
      text(
        "Ce que les gens lisent quand un site n'est pas permis figure dans les paramètres mêmes. Les tuiles du bureau se font [[page-tiles|pendant un entretien]].",
      ),
    ],
  },
  account: {
    title: "Votre compte et mot de passe",
    lead: "Nom, langue, mot de passe et une deuxième étape à la connexion.",
    tags: [
      "se connecter",
      "mot de passe oublié",
      "2fa",
      "totp",
      "authenticator",
      "code de secours",
      "se déconnecter",
      "langue",
      "mode sombre",
    ],
    body: [
      text("Tout se trouve sous **Paramètres**, **Mon compte**."),
      title("Mot de passe oublié"),
      text(
        "Choisissez **Mot de passe oublié** à la connexion. Vous recevez un lien valable une heure. Ensuite, vous êtes déconnecté sur les autres appareils.",
      ),
      title("Deuxième étape"),
      steps(
        "Choisissez **Régler la deuxième étape** et scannez le code QR avec une application d'authentification.",
        "Saisissez le code à six chiffres.",
        "Gardez les codes de secours. Chacun fonctionne une fois, si vous avez perdu votre téléphone.",
      ),
      title("Appareil perdu"),
      text("Choisissez **Se déconnecter partout**. Changez ensuite votre mot de passe."),
    ],
  },
  widget: {
    title: "L'entrée sur votre site",
    lead: "Les clients saisissent le code sur votre propre site et arrivent dans le bon entretien.",
    tags: ["widget", "site web", "extrait", "html", "script", "intégrer", "wordpress", "lien", "bouton"],
    body: [
      picture("widget"),
      steps(
        "Allez dans **Paramètres**, **Votre site**.",
        "Choisissez langue, texte et couleur. À droite, vous voyez la vraie entrée.",
        "Copiez l'extrait et collez-le dans votre site, ou donnez-le à celui qui le construit.",
      ),
      pairs(
        ["**Avec script**", "Le plus beau. Le champ rend le code lisible pendant la saisie."],
        ["**Sans script**", "HTML simple, pour les sites qui n'acceptent pas de scripts d'autres."],
        ["**Seulement un lien**", "Pour un bouton, un menu ou sous votre e-mail."],
      ),
      note(
        "L'entrée ne lit rien sur votre site et ne garde rien. Elle envoie seulement le visiteur vers l'entretien.",
      ),
    ],
  },
  security: {
    title: "Sécurité et vie privée",
    lead: "Comment un entretien est protégé, et ce qui est conservé.",
    tags: [
      "rgpd",
      "chiffré",
      "chiffrement",
      "https",
      "enregistrement",
      "conserver",
      "données",
      "sûr",
      "piratage",
    ],
    body: [
      list(
        "Tout le trafic est chiffré. Image et son vont directement entre les participants quand c'est possible.",
        "Rien n'est enregistré.",
        "Le code ne peut être deviné : celui qui essaie trop de faux codes doit attendre.",
        "Un client ne peut rien cliquer sans [[input-rights|votre autorisation]]. Le serveur y veille.",
        "Avec [[blur-screen|Flouter l'écran]], aucune image nette ne quitte l'appareil de celui qui partage.",
        "Une [[web-page|page web]] tourne isolée sur le serveur, n'atteint pas votre réseau, et est effacée à la fermeture.",
        "Les données d'un bureau sont invisibles pour les autres bureaux.",
      ),
      title("Ce qui est conservé"),
      text(
        "Le [[record|compte rendu]], le chat, les évaluations et les fichiers partagés, sur le serveur de votre bureau.",
      ),
      title("Ce que vous faites vous-même"),
      list(
        "Donnez le code seulement à qui vous attendez, et regardez sous [[participants|Participants]] qui est présent.",
        "Activez la [[account|deuxième étape]] pour votre compte.",
        "Partagez de préférence une seule fenêtre ou un seul onglet.",
      ),
    ],
  },
};
