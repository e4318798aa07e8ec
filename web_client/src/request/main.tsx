/** The entry of request.html: `/request/{token}` asks for documents, `/shared/{token}` opens them. */
import { createRoot } from "react-dom/client";
import { startLanguage } from "../i18n";
import { startPreferences } from "../ui";
import { RequestApp } from "./RequestApp";

startPreferences();
startLanguage();

const [, place = "", token = ""] = window.location.pathname.split("/");
const element = document.getElementById("root");
if (element !== null)
  createRoot(element).render(
    <RequestApp place={place === "shared" ? "shared" : "request"} token={decodeURIComponent(token)} />,
  );
