/** How a page is of which nothing is known yet. */

import { EMPTY_RATES } from "./page-rates";
import type { PageState } from "./page-state";

export const EMPTY_PAGE: PageState = {
  lane: "closed",
  laneCode: null,
  ready: null,
  page: null,
  driver: null,
  epoch: 0,
  taking: false,
  cursor: "default",
  dialog: null,
  field: null,
  masked: [],
  outline: null,
  outlineMore: false,
  diagnostics: null,
  picture: { width: 0, height: 0 },
  drawn: false,
  covered: false,
  stream: null,
  moving: false,
  sound: null,
  view: EMPTY_RATES,
};
