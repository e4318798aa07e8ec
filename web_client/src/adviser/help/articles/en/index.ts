import type { Articles } from "../types";
import { agenda } from "./agenda";
import { bar } from "./bar";
import { clients } from "./clients";
import { documents } from "./documents";
import { messages } from "./messages";
import { office } from "./office";
import { page } from "./page";
import { signing } from "./signing";
import { start } from "./start";
import { together } from "./together";
import { trouble } from "./trouble";

export const articles: Articles = {
  ...start,
  ...bar,
  ...page,
  ...signing,
  ...together,
  ...clients,
  ...documents,
  ...agenda,
  ...messages,
  ...trouble,
  ...office,
};
