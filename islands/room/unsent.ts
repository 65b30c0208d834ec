/** How many changes of a project wait on this device, as last noted by its tabs; the shelf shows it. */
export function unsentChanges(projectId: string): number {
  return sum(read(projectId));
}

/** What one tab notes of its unsent changes. Others may note theirs of the same project. */
export interface UnsentNote {
  /** Noted before by tabs that are closed, or cannot reach the server: this tab sends them, too. */
  readonly before: number;
  /** @param waiting those from before among them; with none, all that this tab knew of is sent. */
  write(waiting: number): void;
}

/** @param tab a name that no other tab has. */
export function openUnsentNote(projectId: string, tab: string): UnsentNote {
  let inherited = read(projectId);
  return {
    before: sum(inherited),
    write: (waiting) => {
      const notes = new Map(read(projectId));
      if (waiting > 0) notes.set(tab, waiting - sum(inherited));
      else {
        // What another tab has added since it was read here is not sent yet.
        for (const [other, count] of inherited) notes.set(other, (notes.get(other) ?? 0) - count);
        inherited = new Map();
        notes.delete(tab);
      }
      keep(projectId, notes);
    },
  };
}

type Notes = ReadonlyMap<string, number>;

function read(projectId: string): Notes {
  try {
    const notes: unknown = JSON.parse(localStorage.getItem(keyOf(projectId)) ?? "{}");
    return new Map(
      Object.entries(notes ?? {}).filter((note): note is [string, number] => note[1] > 0),
    );
  } catch {
    return new Map(); // storage is switched off, or holds something else
  }
}

function keep(projectId: string, notes: Notes): void {
  const open = Object.fromEntries([...notes].filter(([, count]) => count > 0));
  try {
    if (Object.keys(open).length === 0) localStorage.removeItem(keyOf(projectId));
    else localStorage.setItem(keyOf(projectId), JSON.stringify(open));
  } catch {
    // the pill in the studio tells the same; only the shelf's reminder is lost
  }
}

function sum(notes: Notes): number {
  return [...notes.values()].reduce((total, count) => total + count, 0);
}

function keyOf(projectId: string): string {
  return `sonic-alchemy:unsent:${projectId}`;
}
