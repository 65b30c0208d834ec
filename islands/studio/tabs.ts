/** Arrow keys walk a row of tabs and choose as they go (ARIA Authoring Practices, tabs). */
export function arrowTabs(event: KeyboardEvent): void {
  const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  const list = event.currentTarget as HTMLElement;
  if (step === 0) return;
  const tabs = [...list.querySelectorAll<HTMLElement>('[role="tab"]')]
    .filter((tab) => tab.offsetParent !== null);
  const at = tabs.indexOf(document.activeElement as HTMLElement);
  const next = tabs[(at + step + tabs.length) % tabs.length];
  next?.focus();
  next?.click();
  event.preventDefault();
}
