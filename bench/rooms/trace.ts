/**
 * A real paper's 260,000 operations through the server: one person makes each a transaction and sends it
 * over a socket, the server commits it to its log and passes it on, another person receives it. Against
 * bare Yjs, which makes the same operations and hands each update from document to document.
 */
import * as Y from "yjs";
import { roots } from "../../collab/document/schema.ts";
import { applyStored, readStored } from "../../collab/load.ts";
import { projectIdOf } from "../../collab/room_name.ts";
import { connect } from "../../db/client.ts";
import { silentLog } from "../../services/log.ts";
import { judge, say } from "../say.ts";
import { startOurs } from "./processes.ts";
import { secondsOf, secondsOfTree } from "./processes.ts";
import { startOurServer } from "./server.ts";
import type { Setting } from "./setting.ts";
import { readTrace, WITHOUT_TRACE } from "./trace_file.ts";
import type { Done, PersonTask } from "./trace_person.ts";

const BAR = 0.5;

export async function run(setting: Setting): Promise<void> {
  const trace = await readTrace();
  if (!trace) return say(WITHOUT_TRACE);
  const bare = startOurs("trace_bare.ts", {});
  const [bareSeconds, bareCpuSeconds] = await bare.next<[number, number]>();
  await bare.ended();
  const perSecond = Math.round(trace.txns.length / bareSeconds);
  say(
    `bare   ${trace.txns.length} operations in ${bareSeconds.toFixed(1)} s, ${perSecond}/s` +
      `  CPU ${bareCpuSeconds.toFixed(1)} s`,
  );
  for (const flushDelayMs of [0, 20]) {
    const seconds = await throughServer(setting, flushDelayMs, trace.endContent);
    const times = bareSeconds / seconds;
    const how = flushDelayMs === 0
      ? "a message for each operation, as the studio sends"
      : `the provider gathering for ${flushDelayMs} ms`;
    judge(how, `${times.toFixed(2)} × bare Yjs`, `≥ ${BAR} ×`, times >= BAR);
  }
}

/** @returns seconds from the first operation until it is all acknowledged, and read by the other. */
async function throughServer(
  setting: Setting,
  flushDelayMs: number,
  endContent: string,
): Promise<number> {
  const server = await startOurServer(setting, 1);
  try {
    const { url, token, rooms: [room] } = server;
    const task = { url, token, room: room!, flushDelayMs };
    const reader = startOurs("trace_person.ts", { ...task, part: "read" } satisfies PersonTask);
    await reader.next();
    const cpu = () => [secondsOf(server.pid), secondsOfTree(setting.postmaster)] as const;
    const before = cpu();
    const writer = startOurs("trace_person.ts", { ...task, part: "write" } satisfies PersonTask);
    await writer.next();
    const [written, read] = await Promise.all([writer.next<Done>(), reader.next<Done>()]);
    const after = cpu();
    const seconds = (Math.max(written.endedMs, read.endedMs) - written.beganMs) / 1000;
    say(
      `ours   in ${seconds.toFixed(1)} s` +
        `  CPU ${(after[0] - before[0]).toFixed(1)} s + database ${
          (after[1] - before[1]).toFixed(1)
        } s, who writes ${written.cpuSeconds.toFixed(1)} s, who reads ${
          read.cpuSeconds.toFixed(1)
        } s`,
    );
    await server.kill();
    await checkStored(setting.databaseUrl, projectIdOf(room!)!, endContent);
    return seconds;
  } finally {
    await server.kill();
  }
}

/** The server is gone without a farewell: what is in the database is the whole text. */
async function checkStored(url: string, projectId: string, endContent: string): Promise<void> {
  const sql = connect(url);
  const doc = new Y.Doc();
  const stored = await readStored(sql, projectId);
  applyStored(doc, stored, silentLog);
  await sql.end();
  const isEqual = roots(doc).lyrics.toString() === endContent;
  judge(
    `documents of both, and of snapshot + ${stored.logRows} rows loaded anew`,
    isEqual ? "the paper" : "not the paper",
    "the paper",
    isEqual,
  );
}
