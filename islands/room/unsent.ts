/** How many changes of a project wait on this device, as last noted; the shelf shows it. */
export function unsentChanges(projectId: string): number {
  try {
    return Number(localStorage.getItem(keyOf(projectId)) ?? 0) || 0;
  } catch {
    return 0; // storage is switched off: nothing can be waiting here either
  }
}

export function noteUnsentChanges(projectId: string, count: number): void {
  try {
    if (count > 0) localStorage.setItem(keyOf(projectId), String(count));
    else localStorage.removeItem(keyOf(projectId));
  } catch {
    // the pill in the studio tells the same; only the shelf's reminder is lost
  }
}

function keyOf(projectId: string): string {
  return `sonic-alchemy:unsent:${projectId}`;
}
