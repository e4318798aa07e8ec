/** The way out of the page by keyboard. */

/** To the bar below, or to the line above the page: the two neighbours of the page in the room. */
export function leavePage(from: HTMLElement | null, backwards: boolean): void {
  const target = document.querySelector<HTMLElement>(
    backwards ? "#stage button:not(:disabled)" : "#bar button:not(:disabled)",
  );
  if (target) target.focus();
  else from?.blur();
}
