import { type Group, list, note, pairs, picture, steps, text, title } from "../types";

export const signing: Group<"signing"> = {
  "sign-document": {
    title: "Faire signer un document",
    lead: "Du PDF à la signature : par e-mail, ou directement sur votre écran.",
    tags: [
      "signature",
      "signer",
      "offre",
      "contrat",
      "pdf",
      "lien",
      "champs",
      "paraphe",
      "modèle",
      "liste",
      "csv",
      "rappel",
    ],
    body: [
      picture("fields"),
      steps(
        "Choisissez **Signature** dans le menu, puis **Faire signer un document**. Prenez un PDF avec **Choisir un fichier**, ou glissez-le là.",
        "**Qui signe** : choisissez un client, et le nom, l'adresse e-mail et la langue sont là, et le document est classé chez ce client ; ou indiquez le nom et l'adresse e-mail de chacun. L'adresse est toujours nécessaire, car la copie y est envoyée. **Une autre personne** ajoute quelqu'un.",
        "**Où** : glissez pour chacun au moins une **Signature** sur la page. Chaque signataire a sa couleur. Il y a aussi des champs **Paraphe**, **Nom**, **Adresse e-mail**, **Date**, **Texte** et **Case à cocher**.",
        "**Envoyer** : choisissez **Par e-mail** ou **Directement, sur cet écran**.",
      ),
      title("Par e-mail ou sur cet écran"),
      list(
        "**Par e-mail** : chacun reçoit son propre lien, dans sa langue. Si le code est activé, le document ne s'ouvre qu'avec un code que nous envoyons à cette adresse.",
        "**Directement, sur cet écran** : choisissez **Signer sur cet écran** à côté d'un nom et donnez l'écran à la personne qui signe. Cela dure un quart d'heure ; ensuite, choisissez-le à nouveau.",
        "**Ordre** : tous en même temps, ou l'un après l'autre. L'un après l'autre, le suivant reçoit un lien quand le précédent a signé.",
        "**Valable** et **Rappel** : le temps dont chacun dispose, et après combien de jours nous rappelons.",
      ),
      title("Le même document plus souvent"),
      steps(
        "Ouvrez un document dont les champs sont placés et choisissez **Garder comme modèle**.",
        "Ensuite, choisissez **Utiliser** sous **Modèles** : il ne manque plus que les noms.",
        "Beaucoup de monde à la fois ? **Envoyer à une liste** lit un fichier CSV. Nous vérifions d'abord chaque ligne et vos crédits ; si quelque chose ne va pas, rien n'est envoyé.",
      ),
      title("Ce qui peut être signé, et ce qui ne le peut pas"),
      list(
        "Seul un PDF peut être signé. Enregistrez d'abord tout autre document en PDF.",
        "Un PDF avec un mot de passe ou qui contient un programme est refusé, et nous disons pourquoi.",
        "Jusqu'à 20 signataires, 500 champs et 5 000 pages.",
      ),
      note(
        "On place aussi sans souris : choisissez un champ, appuyez sur Entrée et déplacez-le avec les flèches. Maj avec les flèches l'agrandit ou le réduit.",
      ),
    ],
  },
  "sign-together": {
    title: "Signer pendant un entretien",
    lead: "Le crayon à côté d'un PDF dans Fichiers ; tout le monde regarde pendant qu'une personne signe.",
    tags: [
      "crayon",
      "session",
      "signer ensemble",
      "regarder",
      "mettre une signature",
      "doigt",
      "téléphone",
      "terminer",
      "insérer",
    ],
    body: [
      picture("pencil"),
      steps(
        "Ouvrez **Fichiers** et mettez-y le PDF, ou prenez-en un qui s'y trouve déjà.",
        "Cliquez sur le crayon à côté du fichier. Vous seul voyez ce que vous préparez.",
        "Indiquez qui signe : le nom, l'adresse e-mail et sur quel écran. Avec **Encore personne, plus tard par e-mail**, quelqu'un reçoit un lien quand vient son tour.",
        "Cliquez sur **Placer les champs** et placez une signature pour chacun.",
        "Cliquez sur **Lancer la signature**. Le document est maintenant à l'écran de tous.",
      ),
      title("Ce que fait la personne qui signe"),
      steps(
        "**Commencer à signer**. La personne dont c'est le tour tourne les pages ; les autres suivent la même page.",
        "Vérifier ses coordonnées : le nom et l'adresse e-mail.",
        "Faire une signature : **Dessiner** à la souris, au doigt ou au stylet, **Taper**, ou une **Image**. Puis **Enregistrer et insérer**.",
        "Vérifier, donner son accord et **Terminer**.",
      ),
      text(
        "Elle seule peut remplir son champ : ni vous, ni les autres clients. En haut, on lit toujours qui signe. La carte **Qui signe** montre où en est chacun.",
      ),
      title("Quand cela se passe autrement"),
      list(
        "**Un autre écran** : faites signer quelqu'un sur un autre écran, le vôtre compris. Deux personnes à une table signent l'une après l'autre sur un écran.",
        "**Ne pas signer** : qui ne veut pas le dit. La signature s'arrête alors pour tous.",
        "**Arrêter la signature** : vous choisissez si le reste continue par e-mail, ou si le document est annulé. À la fin de la session, nous le demandons aussi.",
      ),
      note(
        "Quand tout le monde a signé, le document signé et le journal rejoignent d'eux-mêmes les fichiers de la session, et partent par e-mail à chacun.",
      ),
    ],
  },
  "sign-client": {
    title: "Qu'est-ce que je signe ?",
    lead: "Pour les personnes qui reçoivent un document à signer : ce que votre signature signifie ici.",
    tags: [
      "client",
      "valeur juridique",
      "authentique",
      "confiance",
      "hameçonnage",
      "eidas",
      "signature électronique simple",
      "contrôler",
      "sûr",
      "code",
    ],
    body: [
      text(
        "Vous signez ce qui figure sur les pages du document, exactement ainsi. Lisez-le d'abord. Si quelque chose ne va pas, ne signez pas et posez la question.",
      ),
      title("Comment signer"),
      steps(
        "Ouvrez le lien de l'e-mail. Souvent, nous demandons d'abord un code à six chiffres : choisissez **Envoyez-moi le code** et remplissez-le dans les dix minutes.",
        "Lisez le document et choisissez **Signer**.",
        "Vérifiez vos coordonnées, faites votre signature et choisissez **Enregistrer et insérer**. Choisissez enfin **Terminer**.",
      ),
      title("Ce que cela signifie"),
      list(
        "Votre signature entre dans le document lui-même et est scellée : si quelqu'un change ensuite quelque chose, cela se voit.",
        "C'est une **signature électronique simple** selon le droit européen (eIDAS). Un juge ne peut la refuser parce qu'elle est électronique. Ce n'est pas une signature qualifiée : celle-ci exige une preuve d'identité auprès d'un service reconnu.",
        "À part, il y a un journal : qui a signé, quand, depuis quelle adresse internet, avec quel appareil et quelle signature.",
        "Vous recevez une copie des deux dès que tout le monde a signé. Si c'est trop grand pour un e-mail, vous recevez un lien qui marche pendant 90 jours.",
      ),
      title("Plutôt pas, ou quelqu'un d'autre"),
      list(
        "**Ne pas signer** est permis. Vous pouvez dire pourquoi ; l'expéditeur en est informé.",
        "**Quelqu'un d'autre** : donnez le nom et l'adresse e-mail. Cette personne reçoit son propre lien ; le vôtre ne marche plus.",
      ),
      title("Est-ce authentique ?"),
      text(
        "Si vous doutez de l'e-mail, appelez votre conseiller au numéro que vous aviez déjà. Un document signé se contrôle sur la page **Vérifier une signature** : votre adresse de Samen suivie de /verify. Vous y choisissez le PDF et voyez qui a signé, quand, et si quelque chose a changé depuis. Le PDF n'est pas conservé.",
      ),
    ],
  },
  "sign-find": {
    title: "Retrouver les documents signés et le journal",
    lead: "Ce qui est signé reste sous Signature, avec le journal à côté.",
    tags: [
      "archives",
      "télécharger",
      "preuve",
      "audit",
      "signed",
      "adresse ip",
      "heure",
      "copie",
      "chercher",
    ],
    body: [
      steps(
        "Choisissez **Signature** dans le menu, puis **Signé**. Cherchez par titre, nom ou adresse e-mail.",
        "Ouvrez le document. Sous **Fichiers** se trouvent **Document signé**, **Journal (PDF)** et **Journal (données)**.",
        "Si c'était pendant un entretien, ils se trouvent aussi parmi les fichiers de cette session.",
      ),
      text(
        "Le document signé porte le nom de l'original, suivi de signed : « Offre signed.pdf ». À côté se trouve « Offre signed log.pdf ».",
      ),
      title("Ce que dit le journal"),
      pairs(
        [
          "Heures",
          "Quand chacun a ouvert et signé, en UTC et dans votre fuseau, et ce que dit l'horodatage.",
        ],
        [
          "Qui",
          "Nom, adresse e-mail, adresse internet (IP) et appareil, et si un code par e-mail a été demandé.",
        ],
        ["Signature", "L'image de la signature faite, et le texte que chacun a accepté."],
        [
          "Fichiers",
          "Une empreinte (SHA-256) de l'original, de chaque version intermédiaire et du résultat.",
        ],
        ["Ce qui s'est passé", "Envois, rappels, transmissions et refus, dans l'ordre."],
      ),
      text(
        "Le journal est un fichier à part, scellé. Les données à côté sont les mêmes lignes pour un ordinateur ; chaque ligne est liée à la précédente.",
      ),
      title("Est-ce encore intact ?"),
      text(
        "Mettez le PDF sur la page **Vérifier une signature** (/verify). Tout le monde le peut, sans compte. Le journal s'y contrôle aussi.",
      ),
      note(
        "S'il est écrit **Scellement en cours** ou **L'horodatage suit**, le service d'horodatage ne répond pas encore. Cela s'arrange tout seul.",
      ),
    ],
  },
  "sign-trouble": {
    title: "Rien reçu, ou la signature échoue",
    lead: "Regardez d'abord l'adresse e-mail, puis les crédits.",
    tags: [
      "pas d'e-mail",
      "indésirables",
      "mauvaise adresse",
      "expiré",
      "renvoyer",
      "code ne marche pas",
      "lien ne marche pas",
    ],
    body: [
      title("Le signataire n'a rien reçu"),
      steps(
        "Ouvrez le document sous **Signature** et regardez si l'adresse e-mail est juste.",
        "Si elle ne l'est pas : choisissez **Modifier le nom ou l'e-mail**. L'ancien lien ne marche plus ; le nouveau part à la nouvelle adresse.",
        "Si elle l'est : choisissez **Renvoyer le lien**, et demandez de regarder parmi les indésirables.",
        "Toujours rien : choisissez **Signer sur cet écran** si vous êtes ensemble, ou demandez à votre administrateur si l'e-mail du bureau fonctionne.",
      ),
      title("L'envoi échoue"),
      pairs(
        [
          "Plus de crédits",
          "Si votre bureau compte des crédits, chaque document en coûte un. Un administrateur en ajoute sous [[sign-credits|Paramètres, Transactions]]. Ce qui est en cours continue.",
        ],
        [
          "Un nom ou une adresse manque",
          "Indiquez le nom et une adresse e-mail valable de chacun, aussi pour signer sur place.",
        ],
        ["Pas de place pour une signature", "Placez au moins une signature sur le document pour chacun."],
        [
          "Le document est refusé",
          "Pas un PDF, un mot de passe, un programme dedans, abîmé, ou trop grand. Imprimer vers un PDF aide le plus souvent.",
        ],
      ),
      title("La signature échoue"),
      pairs(
        [
          "Le lien ne marche pas",
          "Il a expiré, a été retiré, ou remplacé par un plus récent. Ouvrez l'e-mail le plus récent, ou demandez un nouveau lien.",
        ],
        [
          "Le code ne marche pas",
          "Un code vaut dix minutes et cinq essais. Demandez-en un nouveau ; seul le dernier compte.",
        ],
        [
          "Pas encore votre tour",
          "L'un après l'autre, quelqu'un d'autre signe d'abord. Vous êtes informé quand c'est votre tour.",
        ],
        [
          "La connexion a été perdue",
          "La signature reste et part dès que possible. Appuyer deux fois ne signe qu'une fois.",
        ],
      ),
      text(
        "Si le scellement échoue, nous réessayons de nous-mêmes. S'il échoue encore après un jour, il est écrit **Échec** ; le crédit revient et ce qui est signé est conservé.",
      ),
    ],
  },
  "sign-credits": {
    title: "Transactions et crédits",
    lead: "Pour les administrateurs : quel service signe, et si les documents coûtent des crédits.",
    tags: ["acheter", "solde", "payer", "service", "signrequest", "administrateur", "consommation", "frais"],
    body: [
      text(
        "Ouvrez **Paramètres**, puis **Transactions**. La signature fait partie de Samen : aucun autre service n'est nécessaire, et elle ne coûte rien tant que votre bureau ne compte pas de crédits.",
      ),
      steps(
        "Sous **Service de signature**, vous voyez quel service est choisi.",
        "Cochez **Autoriser les crédits**. Sans cela, personne ne peut acheter de crédits.",
        "Si vous voulez compter, activez aussi **Chaque document envoyé coûte un crédit**.",
        "Remplissez **Nombre de crédits à acheter**. Lisez la phrase près du bouton : avec **Enregistrer**, vous donnez votre accord.",
      ),
      title("Quand un crédit est parti"),
      pairs(
        ["Envoi", "Le crédit est réservé. S'il n'y en a pas, rien n'est envoyé."],
        ["Tout le monde a signé", "Le crédit est consommé."],
        ["Refusé, retiré, expiré ou échoué", "Le crédit revient."],
      ),
      text(
        "Sous **Historique** figure chaque ligne avec le solde qui suit : qui a acheté, avec quelle phrase, et à quel document appartient un crédit.",
      ),
      note("Une liste n'est envoyée que s'il y a assez de crédits pour toutes ses lignes."),
    ],
  },
  "sign-keys": {
    title: "Clés, horodatage et sauvegarde",
    lead: "Pour les administrateurs : ce qui scelle, quelle heure compte, et ce qu'il faut garder.",
    tags: [
      "certificat",
      "tsa",
      "horloge",
      "acrobat",
      "confiance",
      "secrets.json",
      "administrateur",
      "pades",
      "restaurer",
    ],
    body: [
      text("Tout est sous **Paramètres**, **Signature** : l'état actuel, en mots."),
      title("Clés"),
      list(
        "Sans autre réglage, votre Samen a sa propre autorité de certification. Chaque signature reçoit une clé valable un jour, jetée aussitôt après.",
        "La personne qui gère le serveur peut utiliser à la place le certificat de votre bureau, depuis un fichier ou un appareil.",
        "Des programmes comme Acrobat ne connaissent pas une autorité propre. Donnez-leur le certificat racine avec le bouton en bas, ou envoyez les gens vers /verify.",
      ),
      title("L'heure"),
      list(
        "**Service d'horodatage** : un service indépendant prouve l'heure. S'il ne répond pas, le document attend et nous réessayons. Après une heure, chacun reçoit déjà une copie sans cet horodatage ; la copie horodatée suit.",
        "**Horloge propre** : l'horloge de ce serveur. Le journal le dit. Ce n'est pas une preuve indépendante.",
      ),
      title("Ce qu'il faut garder"),
      text(
        "Gardez la base de données, les fichiers et secrets.json ensemble dans une sauvegarde. Ce qui est signé reste valable sans le serveur : toute la preuve est dans le PDF. Mais sans la base de données et secrets.json, plus rien ne peut être signé sous le même nom.",
      ),
      title("Nouveaux documents"),
      text(
        "Vous y choisissez aussi comment commence un nouveau document : **Ordre**, **Expire après**, **Rappeler tous les** tant de jours, et **Vérification du signataire**. Nous recommandons **Code par e-mail** : il montre que l'adresse est juste.",
      ),
    ],
  },
  "sign-hooks": {
    title: "Webhooks et API",
    lead: "Pour les administrateurs : laisser un autre système envoyer, chercher et écouter.",
    tags: [
      "connexion",
      "clé",
      "programme",
      "automatique",
      "intégration",
      "openapi",
      "développeur",
      "administrateur",
      "secret",
    ],
    body: [
      title("Laisser un programme envoyer et chercher"),
      steps(
        "Ouvrez **Paramètres**, puis **Clés API**. Choisissez **Créer une clé** et dites à quoi elle sert.",
        "Gardez la clé comme un mot de passe : vous la voyez une seule fois.",
        "Le programme l'envoie avec chaque demande. La **Description OpenAPI** est sur la même page.",
      ),
      text(
        "Une clé agit au nom de la personne qui l'a créée, seulement pour les documents à signer. Si ce compte est fermé, la clé ne marche plus. **Révoquer** agit aussitôt.",
      ),
      title("Informer un système de ce qui se passe"),
      steps(
        "Ouvrez **Paramètres**, puis **Webhooks**. Choisissez **Ajouter un webhook**, avec une adresse qui commence par https://.",
        "Choisissez ce que vous voulez savoir, et gardez le secret : votre système s'en sert pour vérifier qu'un message vient bien de nous.",
        "Choisissez **Envoyer un message de test** et regardez sous **Messages** s'il est arrivé.",
      ),
      list(
        "Un message peut venir plusieurs fois, toujours avec le même numéro. Pour un même document, ils viennent dans l'ordre.",
        "Si votre système ne répond pas, nous essayons un peu plus de trois jours, avec des pauses de plus en plus longues. Si rien ne passe en trois jours, le webhook est désactivé et les administrateurs sont informés.",
        "Ce qui se passe entre-temps est gardé trente jours, et envoyé dès que vous le réactivez.",
      ),
      note(
        "Les développeurs trouvent tout, avec des exemples, dans la documentation fournie avec Samen : webhooks-and-api.",
      ),
    ],
  },
};
