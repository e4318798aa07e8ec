/** What the chunk of web pages holds; reach it through `lazy`. */
export { AddressBar } from "./AddressBar";
export { PageStage } from "./PageStage";
export { PageTabs } from "./PageTabs";
export { StartTiles } from "./StartTiles";
export { TilesSheet } from "./TilesSheet";
