/** The entry of verify.html: `/verify`. */
import { createRoot } from "react-dom/client";
import { startLanguage } from "../i18n";
import { SamenProvider, startPreferences } from "../ui";
import { VerifyApp } from "./VerifyApp";

startPreferences();
startLanguage();

const element = document.getElementById("root");
if (element !== null)
  createRoot(element).render(
    <SamenProvider>
      <VerifyApp />
    </SamenProvider>,
  );
