/** The doors to everything about web pages: one chunk, fetched when an adviser can open a page or one is open. */
import { lazy } from "react";

const whole = () => import("./whole");

export const AddressBar = lazy(() => whole().then(({ AddressBar: part }) => ({ default: part })));
export const PageStage = lazy(() => whole().then(({ PageStage: part }) => ({ default: part })));
export const PageTabs = lazy(() => whole().then(({ PageTabs: part }) => ({ default: part })));
export const StartTiles = lazy(() => whole().then(({ StartTiles: part }) => ({ default: part })));
export const TilesSheet = lazy(() => whole().then(({ TilesSheet: part }) => ({ default: part })));
