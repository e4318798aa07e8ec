/** What stands on a rehearsed page, and the tiles of a rehearsed office. */
import type { Favourite } from "../../protocol/page-rest";

const BLUE = "#25477f";

function canvas2d(canvas: HTMLCanvasElement): CanvasRenderingContext2D | null {
  const context = canvas.getContext("2d");
  if (context === null) return null;
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  return context;
}

/** A calculator of mortgages, as somebody would look at it. */
export function mortgage(canvas: HTMLCanvasElement): void {
  const context = canvas2d(canvas);
  if (context === null) return;
  const write = (text: string, x: number, y: number, font: string, colour = "#1b2644") => {
    context.font = `${font} Arial, sans-serif`;
    context.fillStyle = colour;
    context.fillText(text, x, y);
  };
  context.fillStyle = BLUE;
  context.fillRect(0, 0, canvas.width, 54);
  write("rentewijzer", 34, 34, "700 20px", "#ffffff");
  write("Berekenen        Rentestanden        Uitleg", 180, 32, "15px", "#ffffff");
  write("Uw maandlast", 34, 104, "700 28px");
  const rows = [
    ["Waarde van de woning", "€ 485.000", 0.64],
    ["Hypotheek", "€ 310.000", 0.57],
    ["Eigen geld", "€ 175.000", 0.36],
  ] as const;
  rows.forEach(([name, amount, part], index) => {
    const y = 140 + index * 66;
    write(name, 34, y, "15px");
    write(amount, 350, y, "700 15px");
    context.fillStyle = "#d3def0";
    context.fillRect(34, y + 22, 390, 5);
    context.fillStyle = BLUE;
    context.fillRect(34, y + 22, 390 * part, 5);
    context.beginPath();
    context.arc(34 + 390 * part, y + 24, 10, 0, 7);
    context.fill();
  });
  context.fillStyle = "#eef2f9";
  context.fillRect(470, 80, 530, 140);
  write("Bruto per maand", 624, 124, "14px");
  write("€ 1.548", 624, 164, "700 36px");
  ["Noorderbank Basis", "De Vaart Groen", "Huys Hypotheken", "Stadskrediet Zeker"].forEach((name, index) => {
    write(name, 470, 270 + index * 48, "700 15px");
    write(`3,${72 + index * 6} %`, 760, 270 + index * 48, "15px");
    write(`€ 1.${548 + index * 12}`, 940, 270 + index * 48, "700 15px");
  });
  context.fillStyle = "#ffc845";
  context.fillRect(34, 480, 390, 50);
  write("Bewaar deze berekening", 136, 511, "700 17px");
}

/** The same as the server sends it while it is blurred: a few dozen points across. */
export function hazy(canvas: HTMLCanvasElement): void {
  const sharp = document.createElement("canvas");
  sharp.width = canvas.width;
  sharp.height = canvas.height;
  mortgage(sharp);
  const context = canvas2d(canvas);
  if (context === null) return;
  context.filter = "blur(28px)";
  context.drawImage(sharp, 0, 0);
}

const tile = (
  id: string,
  title: string,
  note: string,
  host: string,
  uses: number,
  scope: "office" | "mine" = "office",
  used_at: string | null = null,
): Favourite => ({
  id,
  scope,
  title,
  note,
  address: `https://${host}/`,
  host,
  icon: "",
  uses,
  used_at,
  may_edit: true,
});

export const FAVOURITES: readonly Favourite[] = [
  tile("f1", "Rentewijzer", "Maandlast berekenen", "rentewijzer.example", 40),
  tile("f2", "Kadaster", "Koopsommen", "kadaster.example", 31),
  tile("f3", "Mijn pensioen", "Pensioenoverzicht", "mijnpensioen.example", 22),
  tile("f4", "Huiskijker", "Huizen te koop", "huiskijker.example", 20),
  tile("f5", "Noorderbank", "Adviseursportaal", "noorderbank.example", 14),
  tile("f6", "Belastinghulp", "Belasting en box 3", "belastinghulp.example", 9),
  tile("f7", "De Vaart", "Verzekeringen", "devaart.example", 3),
  tile("m1", "Maandlast berekenen", "", "rentewijzer.example", 12, "mine"),
  tile("m2", "Schenken aan kinderen: belastingvrij", "", "belastinghulp.example", 4, "mine"),
  tile(
    "m3",
    "Rente deze week",
    "",
    "noorderbank.example",
    1,
    "mine",
    new Date(Date.now() - 86_400_000).toISOString(),
  ),
];
