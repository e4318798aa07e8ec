import { type Group, list, note, steps, text, title } from "../types";

export const clients: Group<"clients"> = {
  clients: {
    title: "Trouver des clients",
    lead: "Chercher en tapant, filtrer, et garder une sélection.",
    tags: ["recherche", "liste", "filtre", "étiquette", "alphabet", "trier"],
    body: [
      text(
        "Tapez une partie d'un nom, d'une adresse e-mail ou d'un numéro dans le champ de recherche. La flèche vers le bas entre dans la liste, Entrée ouvre un client, la barre d'espace en choisit un.",
      ),
      title("Filtrer"),
      list(
        "À gauche se trouvent les étiquettes, qui est joignable, la date de création et les champs propres de votre bureau.",
        "Sous **Plus de filtres** se trouvent nom, adresse, numéro, anniversaire et conseiller.",
        "**Garder comme sélection** retient les filtres. La sélection se trouve ensuite derrière le titre, avec **Tous** et **Supprimés, jusqu'à 30 jours**.",
      ),
      note(
        "**E-mail bloqué** signifie qu'un e-mail n'est pas arrivé. Sur la fiche du client, vous autorisez à nouveau l'adresse.",
      ),
    ],
  },
  "clients-many": {
    title: "Beaucoup de clients à la fois",
    lead: "Choisir, envoyer un message, étiqueter ou supprimer.",
    tags: ["importer", "exporter", "excel", "csv", "sélectionner", "plusieurs", "rétablir", "lot"],
    body: [
      steps(
        "Cochez des clients. Avec Maj, vous choisissez toute une suite.",
        "Pour tous ceux qui répondent aux filtres, choisissez-les tous dans la barre noire.",
        "Choisissez **Message**, **Partager un document**, **Étiquette** ou **Supprimer**.",
      ),
      text(
        "Un message ou un document va à 10 000 clients au plus à la fois. Vous voyez où il en est et qui a été ignoré ; l'envoi continue quand vous fermez la fenêtre.",
      ),
      text(
        "Après les étiquettes ou une suppression, la barre montre **Annuler**. Les clients supprimés sont gardés 30 jours.",
      ),
      title("Importer et exporter"),
      steps(
        "Choisissez **Importer** au-dessus de la liste, puis un fichier : CSV, Excel, Google Contacts ou vCard.",
        "Vérifiez ce que contient chaque colonne, puis choisissez **Continuer**. Vous voyez quelles lignes sont nouvelles, qui existe déjà et ce qui ne va pas ; les lignes erronées peuvent être téléchargées.",
        "Ce n’est qu’ensuite que quelque chose est ajouté. Chacun reçoit une étiquette avec la date.",
        "En cas d’erreur, **Annuler l’importation** remet tout comme avant. Ce que des collègues ont modifié entre-temps reste.",
      ),
      text("Avec **Exporter**, vous obtenez la liste, ou votre choix, en CSV ou Excel."),
    ],
  },
  "client-page": {
    title: "La page d'un client",
    lead: "Tout ce que vous savez, et ce que vous pouvez y faire.",
    tags: ["fiche", "historique", "ménage", "famille", "séance"],
    body: [
      text(
        "En haut se trouvent **Démarrer une séance**, **Message** et **Rendez-vous**. Une séance **Avec la page du client** prépare ses documents pour vous ; **Sans la page du client** est une séance ordinaire.",
      ),
      list(
        "La **Chronologie** montre tout ce qui s'est passé. Vous choisissez ce que vous voyez.",
        "Sous **Pour les collègues**, vous écrivez des notes. Le client ne les voit jamais.",
        "**Noter un consentement** garde ce à quoi le client a consenti, avec la preuve.",
      ),
      title("Modifier ensemble"),
      text(
        "Si un collègue modifie le même client, vous voyez les deux versions côte à côte en enregistrant, et choisissez pour chaque différence.",
      ),
    ],
  },
  "client-settings": {
    title: "Champs propres, étiquettes et équipes",
    lead: "Pour les administrateurs : ce que votre bureau veut savoir des clients, et qui les voit.",
    tags: ["bsn", "visible", "droits", "champ", "collègue"],
    body: [
      list(
        "Les **Champs propres** apparaissent dans le formulaire, sur la fiche et comme filtre.",
        "Un conseiller voit ses clients, ceux de ses équipes, et ceux qui lui sont montrés. Un administrateur voit tout le monde.",
        "Nous reconnaissons un numéro de service citoyen. Votre bureau ne le garde pas, sauf si vous l'autorisez sous **Accords du bureau**.",
      ),
      text(
        "L'ordre des champs propres est celui du formulaire. Un choix retiré reste chez ceux qui l'avaient.",
      ),
    ],
  },
  "client-privacy": {
    title: "Confidentialité des clients",
    lead: "Pour les administrateurs : remettre les données, conserver, effacer, et voir qui a fait quoi.",
    tags: ["rgpd", "accès", "effacer", "conservation", "journal"],
    body: [
      text(
        "Sur la page d'un client, derrière le bouton aux trois points, se trouvent **Exporter les données**, **Conserver (juridique)** et **Effacer définitivement**.",
      ),
      list(
        "**Exporter les données** crée un ZIP avec tout sur le client. Les notes internes n'y sont que si vous le cochez. L'archive peut être téléchargée pendant une semaine.",
        "**Conserver (juridique)** garde tout, par exemple lors d'une plainte. Tant que cela vaut, rien n'est effacé.",
        "**Effacer définitivement** montre d'abord ce qui disparaît et ce qui reste, avec le motif. Ensuite, vous tapez le nom du client.",
      ),
      title("Paramètres, Confidentialité"),
      list(
        "Sous **Durées de conservation**, vous choisissez pour chaque type et chaque pays combien de temps il reste. Une règle désactivée compte seulement.",
        "**Qui a vu et fait quoi** se cherche par nom ou action. **Vérifier la chaîne** dit si quelque chose a été changé.",
      ),
      note(
        "Les procès-verbaux des séances et les documents signés restent après un effacement : le conseil doit pouvoir être reconstitué.",
      ),
    ],
  },
};
