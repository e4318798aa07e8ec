/** @jsxImportSource preact */
/** Starts the pages around an appointment: `/book/{office}` and `/appointment/{token}`. */
import "../ui/base.css";
import "../ui/clientPage.css";
import "../join/join.css";
import "./book.css";
import { render } from "preact";
import { startLanguage } from "../i18n/language";
import { startPreferences } from "../ui/preferences";
import { AppointmentApp } from "./AppointmentApp";
import { BookingApp } from "./BookingApp";

startPreferences();
startLanguage();

const [, kind, key = ""] = window.location.pathname.split("/");
const root = document.getElementById("root");
if (root) {
  const name = decodeURIComponent(key);
  render(kind === "book" ? <BookingApp slug={name} /> : <AppointmentApp token={name} />, root);
}
