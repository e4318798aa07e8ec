export const nl = {
  title: "Heeft u nu een gesprek?",
  subtitle: "Vul de code van uw adviseur in.",
  sessionCode: "Sessiecode",
  join: "Deelnemen",
  secure: "Opent een beveiligde pagina",
  incomplete: "De code heeft negen cijfers. Kijk of alle cijfers er staan.",
} as const;
