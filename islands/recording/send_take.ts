import { uuidv7 } from "../../services/ids.ts";
import { networkProblem, problemOf } from "../session/problem.ts";
import type { Session } from "../session/session.ts";
import type { SendTake, SentTake } from "./outbox.ts";
import type { KeptTake } from "./take_store.ts";

/**
 * Uploads a take with its progress, which `fetch` does not tell. The take's id is the idempotency key: sent
 * again after an answer that was lost, it is the same take.
 */
export function createSendTake(session: Session, base = "/api/v1"): SendTake {
  return async (take, file, onProgress, stop) => {
    const attempt = (key: string, token: string) =>
      post(address(base, take), formOf(take, file), key, token, onProgress, stop);
    let token = await session.token();
    let answer = await attempt(take.id, token);
    if (answer.status === 401) {
      token = await session.renew(token);
      answer = await attempt(take.id, token);
    }
    // What is said again here was said to a sending that broke off: nothing was kept of it.
    const brokeOff = answer.status === 400 && answer.getResponseHeader("idempotency-replayed");
    return answerOf(brokeOff ? await attempt(uuidv7(), token) : answer);
  };
}

function address(base: string, { projectId }: KeptTake): string {
  return `${base}/projects/${encodeURIComponent(projectId)}/recordings`;
}

function formOf(take: KeptTake, file: File): FormData {
  const form = new FormData();
  form.set("name", take.name);
  form.set("offset_seconds", take.offsetSeconds.toFixed(6));
  if (take.stack) form.set("stack", take.stack);
  form.set("file", file);
  return form;
}

function post(
  url: string,
  form: FormData,
  key: string,
  token: string,
  onProgress: (progress: number) => void,
  stop: AbortSignal,
): Promise<XMLHttpRequest> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("authorization", `Bearer ${token}`);
    request.setRequestHeader("accept", "application/json");
    request.setRequestHeader("idempotency-key", key);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => resolve(request);
    request.onerror = () => reject(networkProblem());
    request.onabort = () => reject(new DOMException("stopped", "AbortError"));
    stop.addEventListener("abort", () => request.abort(), { once: true });
    if (stop.aborted) return reject(new DOMException("stopped", "AbortError"));
    request.send(form);
  });
}

function answerOf(request: XMLHttpRequest): SentTake {
  const body = parse(request.responseText);
  if (request.status >= 200 && request.status < 300) return body as SentTake;
  throw problemOf(body, {
    status: request.status,
    requestId: request.getResponseHeader("x-request-id"),
    retryAfter: request.getResponseHeader("retry-after"),
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // a proxy's page: `problemOf` finds words for its status
  }
}
