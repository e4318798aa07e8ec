import type { SameKeys } from "../texts";
import type { nl } from "./nl";

export const fr: SameKeys<typeof nl> = {
  lead: "Les sites web que vous regardez ensemble pendant un entretien, et ce qui y reste masqué. Pour tout le bureau, aussi dans les entretiens en cours.",
  sites: "Sites web",
  sitesText:
    "Sans listes, un entretien ouvre tout site public. Les adresses de votre propre réseau ne s'ouvrent jamais.",
  allow: "Seulement ces sites",
  allowText: "Un par ligne. Vide : tous les sites sont permis.",
  block: "Jamais ces sites",
  blockText: "Un par ligne. Prime sur la liste ci-dessus.",
  howToWrite: "Comment écrire un site",
  howExact: "exactement ce site",
  howBelow: "ce site et tout ce qui est en dessous, comme mon.bank.example",
  howAll: "tous les sites. Sous « jamais », la navigation partagée est alors coupée",
  howPort: "sur ce port seulement",
  wrongLine:
    "Ligne {line} : « {given} » n'est pas un site. Écrivez bank.example, ou *.bank.example pour tout ce qui est en dessous.",
  search: "Recherche par mots",
  searchText:
    "Si vous tapez des mots au lieu d'une adresse, ils vont à ce moteur de recherche. Sans moteur, seules les adresses s'ouvrent.",
  engine: "Adresse du moteur de recherche",
  engineText:
    "Commence par https:// et contient une fois {words}, à la place des mots. Vide : pas de moteur.",
  engineWrong:
    "Cette adresse ne convient pas : elle commence par https:// et contient une fois {words}, après le nom du site.",
  examples: "Exemples, par ordre alphabétique",
  useExample: "Remplir {name}",
  noEngine: "Pas de moteur de recherche",
  hide: "Champs masqués",
  hideText:
    "Mots de passe, numéros de carte, IBAN et numéros nationaux sont toujours masqués : qui tape les voit, les autres voient des points. Indiquez ici ce que votre bureau masque en plus.",
  maskSite: "Site web",
  maskSelector: "Sélecteur CSS",
  maskSelectorText:
    "Désigne ce qui est masqué, par exemple #solde ou .numero-client. Demandez au besoin à qui fait le site.",
  maskNumber: "Masqué {number}",
  maskNone: "Rien de propre à votre bureau pour l'instant.",
  maskAdd: "Masquer quelque chose sur un site",
  maskRemove: "Retirer {site}",
  maskRemoveNew: "Retirer la ligne vide",
  maskRemoved: "Retiré. Enregistrez pour que cela compte.",
  siteWrong: "Ce n'est pas un site. Écrivez bank.example, ou *.bank.example pour tout ce qui est en dessous.",
  selectorWrong: "Ce n'est pas un sélecteur CSS. Vérifiez parenthèses et guillemets.",
  whatPeopleSee: "Ce que les gens voient",
  seenAddress: "Si un conseiller tape un site non permis, ceci s'affiche sous l'adresse :",
  seenLink: "Si un lien de la page y mène, tous voient ceci à la place du site :",
  seenMask: "Sur un champ masqué, qui ne tape pas voit :",
  seenParts:
    "Les parties d'une page, comme les publicités ou films d'un autre site, restent absentes si celui-ci n'est pas permis.",
  exampleSite: "exemple.fr",
  tilesWhere: "Tuiles et favoris",
  tilesText:
    "Les tuiles du bureau se créent et se modifient pendant un entretien : ouvrez Tuiles et favoris près de la barre d'adresse et choisissez Modifier.",
  moreHelp: "Plus dans l'aide",
};
