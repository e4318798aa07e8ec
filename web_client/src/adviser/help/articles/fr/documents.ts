import { type Group, list, note, steps, text } from "../types";

export const documents: Group<"documents"> = {
  documents: {
    title: "Documents",
    lead: "Tout ce qui est partagé avec les clients, et ce qu’ils ont envoyé.",
    tags: ["fichiers", "aperçu", "stockage", "versions", "recherche", "dossier"],
    body: [
      text(
        "Au-dessus de la liste, vous voyez combien il y a de documents de chaque sorte. Cliquez sur un compteur pour ne voir que ceux-là.",
      ),
      list(
        "La recherche porte sur les noms et sur le texte des documents.",
        "Derrière **⋯** se trouvent **Nouvelle version**, **Renommer**, **Supprimer** et d’autres. Pendant 30 jours vous récupérez ce qui a été supprimé.",
        "Les documents signés et leur journal arrivent d’eux-mêmes chez le client.",
      ),
      text(
        "À droite se trouve **Mes documents** : votre propre réserve à partager. Vos collègues ne la voient pas. En dessous, vous voyez le stockage utilisé par votre bureau. Un administrateur en fixe la limite sous **Réglages**, **Bureau**.",
      ),
    ],
  },
  "documents-share": {
    title: "Partager un document",
    lead: "Avec un ou plusieurs clients, ou pour votre bureau seul.",
    tags: ["partager", "envoyer", "lien", "interne", "message", "signer"],
    body: [
      steps(
        "Cliquez sur **Ajouter un document** et choisissez un ou plusieurs clients.",
        "Choisissez un fichier de cet ordinateur, ou un de **Mes documents**.",
        "Choisissez **Disponible pour le client**, écrivez un message et cliquez sur **Envoyer**.",
      ),
      text(
        "Chaque client reçoit son propre lien, valable 90 jours. La liste indique **Consulté** dès que le document a été ouvert.",
      ),
      note(
        "**À usage interne uniquement** veut dire que le client ne le voit jamais, même avec un lien plus ancien.",
      ),
      text(
        "Un PDF doit être signé ? Sur la page du client, choisissez **Faire signer** et la bonne adresse e-mail. Voir [[sign-document|faire signer un document]].",
      ),
    ],
  },
  "documents-ask": {
    title: "Demander un document",
    lead: "Le client reçoit un bouton et l’envoie en toute sécurité.",
    tags: ["demande", "demander", "envoyer", "rappel"],
    body: [
      steps(
        "Cliquez sur **Demander un document** et choisissez à qui.",
        "Indiquez le document dont vous avez besoin. Changez l’objet et le texte si vous voulez.",
        "Cliquez sur **Envoyer**. L’e-mail contient le bouton **Partager le document**.",
      ),
      text(
        "Le client choisit un fichier ou prend une photo. La demande se clôt ensuite d’elle-même, et vous recevez un e-mail.",
      ),
      list(
        "Sous **Demandé** vous voyez qui n’a encore rien envoyé. **Rappeler** renvoie l’e-mail.",
        "Après **Plus nécessaire**, le lien ne fonctionne plus.",
      ),
    ],
  },
};
