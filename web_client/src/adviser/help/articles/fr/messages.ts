import { type Group, list, note, pairs, steps, text, title } from "../types";

export const messages: Group<"messages"> = {
  messages: {
    title: "Envoyer un message",
    lead: "Écrivez à un client, ou à plusieurs à la fois, et voyez si le message arrive.",
    tags: ["mail", "e-mail", "lettre d’information", "envoyer", "envoyé", "remis"],
    body: [
      text(
        "Sur la page d’un client : **Message**. Ou **Nouveau**, **Message**, et choisissez d’abord le client.",
      ),
      steps(
        "Choisissez l’adresse, et au nom de qui vous écrivez. La réponse va à ce collègue.",
        "Choisissez un modèle, ou écrivez vous-même. **Insérer une donnée** met par exemple le prénom à sa place.",
        "S’agit-il d’un rendez-vous ? Choisissez-le : l’e-mail reçoit alors le lien et le code de ce rendez-vous.",
        "Regardez l’**Aperçu**, puis cliquez sur **Envoyer**.",
      ),
      title("À plusieurs"),
      text(
        "Sélectionnez des clients dans la liste et choisissez **Message**. Chacun reçoit son propre e-mail. Si c’est une offre ou une actualité, dites-le : ceux qui se sont désinscrits ne le reçoivent pas, et un lien de désinscription figure en bas.",
      ),
      title("Est-il arrivé ?"),
      pairs(
        ["**Envoyé**", "Votre serveur de messagerie a accepté l’e-mail."],
        ["**Remis**", "Le serveur du destinataire a dit que l’e-mail est là. Tous ne le disent pas."],
        [
          "**Retourné**",
          "L’adresse n’existe pas, ou l’e-mail a été refusé. Si personne ne lit cette adresse, plus rien n’y est envoyé.",
        ],
        ["**En attente**", "Aucun serveur de messagerie n’est configuré."],
      ),
    ],
  },
  "message-templates": {
    title: "Adapter les messages",
    lead: "Les e-mails qui partent d’eux-mêmes, et vos propres modèles.",
    tags: ["modèle", "balise", "schermdelen_link", "texte", "charte"],
    body: [
      text(
        "**Paramètres**, **Messages**. Les administrateurs adaptent les e-mails qui partent d’eux-mêmes ; chacun crée ses propres modèles à choisir pour un message.",
      ),
      list(
        "Un message est fait de blocs : texte, bouton, données, code. Vous pouvez les déplacer et les retirer.",
        "**Insérer une donnée** place une balise au curseur. À l’envoi, la donnée elle-même prend sa place.",
        "À droite, vous voyez le message tel qu’il part, avec un client de votre choix. **E-mail test à moi-même** vous l’envoie.",
        "**Revenir au standard** retire ce que vous avez changé.",
      ),
      title("Le lien vers l’entretien"),
      pairs(
        ["**%SCHERMDELEN_HREF%**", "Le lien derrière des mots ou un bouton."],
        ["**%SCHERMDELEN_LINK%**", "Le lien lui-même, à lire."],
      ),
      note(
        "Une balise qui n’existe pas arrête le message et est nommée. Si une donnée n’a pas de valeur, comme le code d’un rendez-vous au cabinet, cette ligne ou ce bouton disparaît.",
      ),
    ],
  },
};
