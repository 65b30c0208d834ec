/** One tab at a time has a take in its hands: it records it, or it sends it. */

/** @returns lets go; the browser does it too when the tab ends, however it ends. */
export function holdTake(takeId: string): Promise<() => void> {
  if (!("locks" in navigator)) return Promise.resolve(() => undefined);
  const held = Promise.withResolvers<() => void>();
  void navigator.locks.request(
    nameOf(takeId),
    () => new Promise<void>((release) => held.resolve(release)),
  );
  return held.promise;
}

/** Runs `work` unless another tab has the take. @returns whether it ran. */
export async function whenFree(takeId: string, work: () => Promise<void>): Promise<boolean> {
  if (!("locks" in navigator)) { // a plain-http page: no other tab is known of
    await work();
    return true;
  }
  return await navigator.locks.request(nameOf(takeId), { ifAvailable: true }, async (lock) => {
    if (lock) await work();
    return lock !== null;
  });
}

function nameOf(takeId: string): string {
  return `sonic-alchemy:take:${takeId}`;
}
