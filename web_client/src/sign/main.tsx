/** The entry of sign.html: `/sign/{token}`. */
import { createRoot } from "react-dom/client";
import { startLanguage } from "../i18n";
import { startPreferences } from "../ui";
import { tellParent } from "./embedding";
import { SignApp } from "./SignApp";
import { Visit } from "./visit";

startPreferences();
startLanguage();

const token = decodeURIComponent(window.location.pathname.split("/")[2] ?? "");
const visit = new Visit({ token, onNews: tellParent });
void visit.start();

const element = document.getElementById("root");
if (element !== null) createRoot(element).render(<SignApp visit={visit} />);
