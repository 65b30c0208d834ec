/* The landing page: people who are signed in go straight to their songs. */
import { createSession } from "./session/session.ts";

const session = createSession();
session.token().then(() => {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("[data-start]")) {
    link.href = "/projects";
    link.textContent = "Your songs";
  }
  for (const link of document.querySelectorAll<HTMLElement>("[data-signed-out]")) {
    link.hidden = true;
  }
}, () => undefined); // signed out or offline: the page is right as it stands
