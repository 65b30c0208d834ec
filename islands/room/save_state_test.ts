import { expect } from "expect";
import fc from "fast-check";
import { type SaveFacts, saveState, saveWords } from "./save_state.ts";

const GOOD: SaveFacts = {
  socket: "connected",
  synced: true,
  everSynced: true,
  unacknowledged: 0,
  waiting: 0,
  readOnly: false,
  unsaved: false,
  refusal: null,
  kept: true,
  reading: false,
  online: true,
  sinceMs: 0,
};
const LOST = { socket: "connecting", synced: false } as const;

const CASES: readonly (readonly [when: string, facts: Partial<SaveFacts>, says: string])[] = [
  ["everything is acknowledged", {}, "Saved"],
  ["an update is under way", { unacknowledged: 1, waiting: 1 }, "Saving…"],
  ["all is acknowledged, but this device has not yet said what it kept from before", {
    reading: true,
    waiting: 4,
  }, "Saving…"],
  ["a new page reads what this device keeps, and nothing was unsent", { reading: true }, "Saved"],
  ["the socket is open but the first exchange is not done", { synced: false }, "Reconnecting…"],
  ["the page has just opened", { ...LOST, everSynced: false }, "Opening…"],
  ["the server has not been reached for long", {
    ...LOST,
    everSynced: false,
    sinceMs: 20_000,
  }, "Offline"],
  ["the connection blinked", { ...LOST, sinceMs: 500 }, "Reconnecting…"],
  ["the connection blinked with changes waiting", {
    ...LOST,
    waiting: 2,
    sinceMs: 500,
  }, "Reconnecting…"],
  ["the connection is gone", { ...LOST, sinceMs: 9000 }, "Offline"],
  ["the connection is gone with changes", {
    ...LOST,
    waiting: 12,
    sinceMs: 9000,
  }, "Offline, 12 changes kept on this device"],
  ["the browser says there is no network", {
    ...LOST,
    online: false,
    waiting: 1,
  }, "Offline, 1 change kept on this device"],
  ["the server said that it cannot save", {
    ...LOST,
    unsaved: true,
    waiting: 2,
  }, "Not saved, 2 changes kept on this device"],
  ["the server will not take what it was sent", {
    ...LOST,
    refusal: "too_large",
    waiting: 1,
  }, "Not saved, 1 change refused"],
  ["somebody who may only look has changes from before", {
    readOnly: true,
    waiting: 3,
  }, "Read-only, 3 changes of yours not taken"],
  ["nothing keeps the changes", {
    ...LOST,
    kept: false,
    waiting: 3,
  }, "Not saved, 3 changes only in this tab"],
  ["the server does not acknowledge", {
    unacknowledged: 1,
    waiting: 1,
    sinceMs: 11_000,
  }, "Not saved, 1 change kept on this device"],
  ["the browser lost the network before the socket noticed", {
    unacknowledged: 2,
    waiting: 2,
    online: false,
    sinceMs: 5000,
  }, "Offline, 2 changes kept on this device"],
  ["the browser has no network, but the server is this machine", { online: false }, "Saved"],
  ["the person may only look", { readOnly: true, unacknowledged: 1 }, "Read-only"],
  ["a looker lost the connection", { ...LOST, readOnly: true, sinceMs: 9000 }, "Offline"],
];

for (const [when, facts, says] of CASES) {
  Deno.test(`when ${when}, the pill says “${says}”`, () => {
    expect(saveWords(saveState({ ...GOOD, ...facts }))).toBe(says);
  });
}

Deno.test("it never says Saved while anything is unacknowledged or the connection is not whole", () => {
  const facts = fc.record({
    socket: fc.constantFrom("connecting", "connected", "disconnected" as const),
    synced: fc.boolean(),
    everSynced: fc.boolean(),
    unacknowledged: fc.nat(5),
    waiting: fc.nat(5),
    readOnly: fc.boolean(),
    kept: fc.boolean(),
    reading: fc.boolean(),
    online: fc.boolean(),
    sinceMs: fc.nat(60_000),
  });
  fc.assert(fc.property(facts, (given) => {
    const saved = saveState(given as SaveFacts).kind === "saved";
    return !saved || (given.socket === "connected" && given.synced && given.unacknowledged === 0 &&
      !(given.reading && given.waiting > 0));
  }));
});
