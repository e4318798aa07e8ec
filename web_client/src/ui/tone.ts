/** What a colour means; a word and an icon always say it too. */
export type Tone = "office" | "attention" | "danger" | "info" | "neutral";
