/** @jsxImportSource preact */
/** Starts the join page at `/` and `/{code}`. */
import "../ui/base.css";
import "../ui/clientPage.css";
import "./join.css";
import { render } from "preact";
import { startLanguage } from "../i18n/language";
import { startPreferences } from "../ui/preferences";
import { JoinApp } from "./JoinApp";

startPreferences();
startLanguage();

const root = document.getElementById("root");
if (root) render(<JoinApp root={root} />, root);
