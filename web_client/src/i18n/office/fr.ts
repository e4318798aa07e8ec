import type { SameKeys } from "../texts";
import type { nl } from "./nl";

export const fr: SameKeys<typeof nl> = {
  agenda: "Agenda",
  appointments: "Rendez-vous",
  clients: "Clients",
  documents: "Documents",
  more: "Plus",
  moreLabel: "Autres pages",

  createNew: "Nouveau",
  newClient: "Client",
  newAppointment: "Rendez-vous",
  newSession: "Entretien maintenant",
  newShare: "Partager un document",
  newRequest: "Demande de document",
  newSigning: "Document à faire signer",

  searching: "Recherche",
  notReached:
    "Les clients, rendez-vous et documents ne peuvent pas être cherchés pour le moment. Le reste oui.",

  dayNone: "Pas de rendez-vous aujourd'hui.",
  dayCount: { one: "Un rendez-vous.", other: "{count} rendez-vous." },
  dayNext: {
    one: "Le prochain commence dans une minute.",
    other: "Le prochain commence dans {count} minutes.",
  },
  dayNextAt: "Le prochain commence à {time}.",
  dayNow: "Un entretien est en cours.",
  toAgenda: "Vers l'agenda",
  open: "Ouvrir",
  start: "Démarrer la session",
  resume: "Retour à l'entretien",
  noAppointmentsTitle: "Rien n'est prévu aujourd'hui",
  noAppointmentsText: "Planifiez un rendez-vous : le client reçoit automatiquement un e-mail avec le code.",
  plan: "Planifier un rendez-vous",
  optionsOpen: {
    one: "Un moment proposé, pas encore choisi",
    other: "{count} moments proposés, aucun encore choisi",
  },
  minutesShort: "{count} min",
  openAppointment: "Ouvrir le rendez-vous avec {name}",
  startWith: "Démarrer la session avec {name}",

  waiting: "Vous attend",
  waitingCount: { one: "un point", other: "{count} points" },
  waitingNone: "Rien. Vous êtes à jour.",
  counterTitle: "Voir une contre-proposition",
  receivedTitle: "Reçu : {name}",
  requestedTitle: "Demandé : {name}",
  envelopeTitle: "À faire signer : {name}",
  summaryTitle: "Écrire le résumé",
  today: "Aujourd'hui",
  waitsOn: "Attend le client",
  newMark: "Nouveau",
  allWaiting: "Tout voir",
};
