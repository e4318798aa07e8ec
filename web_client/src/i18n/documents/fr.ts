import type { SameKeys } from "../texts";
import type { nl } from "./nl";

export const fr: SameKeys<typeof nl> = {
  warning_already_signed: "Ce document porte déjà une signature. Elle reste et n'est pas modifiée.",
  warning_pdfa:
    "C'est un document d'archive (PDF/A). Une fois signé, il ne respecte plus tout à fait cette norme.",
  warning_repaired:
    "Le fichier était endommagé et a été réparé. Vérifiez que toutes les pages sont correctes.",
  warning_forms_flattened: "Les champs de formulaire ont été figés : ce qui était rempli reste lisible.",
  warning_rewritten: "Le fichier a été réenregistré pour pouvoir être signé. Son contenu est identique.",
  refusal_not_a_pdf: "Seul un PDF peut être signé.",
  refusal_empty_file: "Ce fichier est vide. Choisissez-en un autre.",
  refusal_too_large: "Ce document est trop grand pour être signé. Réduisez-le.",
  refusal_too_many_pages: "Ce document a trop de pages pour être signé. Divisez-le.",
  refusal_encrypted:
    "Ce document a un mot de passe. Enregistrez-le sans mot de passe et choisissez-le à nouveau.",
  refusal_xfa_dynamic:
    "Ce formulaire ne s'affiche que dans les programmes d'Adobe. Imprimez-le d'abord en PDF.",
  refusal_no_changes_allowed: "Le signataire de ce document n'autorise pas d'autres signatures.",
  refusal_active_content: "Ce document contient un programme. Imprimez-le d'abord en PDF.",
  refusal_no_pages: "Ce document n'a pas de pages. Choisissez un autre fichier.",
  refusal_page_box_unusable: "Une page a un format qui ne peut pas être affiché.",
  refusal_document_broken: "Ce document est endommagé et irréparable.",
  refusal_document_gone: "Ce document n'existe plus. Renvoyez-le.",
  refusal_took_too_long: "La lecture de ce document prend trop de temps. Réduisez-le.",
  refusal_signer_client_unknown:
    "Ce client n'existe pas, ou pas pour vous. Choisissez-le à nouveau, ou indiquez vous-même qui signe.",
  refusal_signer_client_unchecked:
    "Le CRM est injoignable pour l'instant : aucun client ne peut être choisi. Réessayez dans un instant, ou indiquez vous-même qui signe.",
  refusal_signers_missing: "Indiquez d'abord qui signe.",
  refusal_name_missing: "Indiquez un nom pour chacun.",
  refusal_email_wrong: "Une adresse e-mail n'est pas correcte. Vérifiez-la.",
  refusal_not_enough_fields: "Chaque signataire a besoin d'un champ de signature.",
  refusal_field_off_page: "Un champ se trouve hors de sa page. Déplacez-le sur la page.",
  refusal_field_unowned: "Un champ appartient à quelqu'un qui ne signe pas. Retirez-le.",
  refusal_too_many_signers: "Plus de 20 personnes ne peuvent pas signer un même document.",
  refusal_too_many_fields: "Un document ne peut pas contenir plus de 500 champs.",
  refusal_no_credits: "Il n'y a plus de crédits. Un administrateur en achète dans Paramètres, Transactions.",
  refusal_credits_not_allowed:
    "L'utilisation de crédits est désactivée. Un administrateur l'active dans Paramètres, Transactions.",
  refusal_envelope_closed: "Ce document ne peut plus être signé.",
  refusal_envelope_busy: "Quelqu'un d'autre signe en ce moment. Réessayez bientôt.",
  refusal_signing_away: "La signature ne fonctionne pas en ce moment. Réessayez plus tard.",
  refusal_signing_busy: "Beaucoup de documents sont en cours de signature. Réessayez dans un instant.",
  refusal_signing_failed: "La préparation a échoué. Rien n'a été modifié.",
  refusal_signed_and_broken:
    "Une signature de ce document n'est plus valable. Demandez le document tel qu'il a été signé.",
  refusal_form_unreadable: "Les champs de ce document sont illisibles. Imprimez-le d'abord en PDF.",
  refusal_envelope_unknown: "Ce document n'existe plus.",
  refusal_envelope_changed: "Quelqu'un a modifié ce document entre-temps. Rechargez la page.",
  refusal_envelope_sent: "Ce document a déjà été envoyé.",
  refusal_envelope_not_failed: "Seul ce qui a échoué peut être réessayé.",
  refusal_envelope_not_sent: "Ce document n'a pas encore été envoyé.",
  refusal_signer_unknown: "Cette personne ne signe pas ce document.",
  refusal_already_signed: "Cette personne a déjà signé.",
  refusal_not_your_turn: "Ce n'est pas encore le tour de cette personne.",
  refusal_file_not_yet: "Ce fichier sera là dès que tous auront signé.",
  refusal_template_unknown: "Ce modèle n'existe plus.",
  refusal_too_many_templates: "Votre bureau a le plus grand nombre de modèles. Jetez-en un d'abord.",
  refusal_roles_wrong: "Le nombre de personnes ne convient pas à ce modèle. Rechargez la page.",
  refusal_list_unreadable: "Cette liste est illisible. Enregistrez-la en CSV et choisissez-la à nouveau.",
  refusal_list_empty: "Cette liste n'a pas de lignes.",
  refusal_list_too_long: "Cette liste est trop longue. Répartissez-la sur plusieurs fichiers.",
  refusal_list_wrong:
    "Des lignes de cette liste ne sont pas correctes. Corrigez-la et choisissez-la à nouveau.",
  refusal_origin_wrong: "Ce n'est pas l'adresse d'un site.",
};
