/** The entry of room.html: `/session/{id}` and `/session/new`. */
import { createRoot } from "react-dom/client";
import { startLanguage } from "../i18n";
import { startPreferences } from "../ui";
import { Entrance } from "./Entrance";

startPreferences();
startLanguage();

const element = document.getElementById("root");
if (element !== null) createRoot(element).render(<Entrance />);
