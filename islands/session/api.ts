import { uuidv7 } from "../../services/ids.ts";
import { problemFrom, request, type Session } from "./session.ts";

/** REST v1 with the caller's token. Every method throws a `Problem`. */
export interface Api {
  get<T>(path: string, signal?: AbortSignal): Promise<T>;
  /** An answer that is plain text. */
  text(path: string): Promise<string>;
  post<T>(path: string, body?: unknown): Promise<T>;
  patch<T>(path: string, body: unknown): Promise<T>;
  put<T>(path: string, body: unknown): Promise<T>;
  delete(path: string): Promise<void>;
  /** Multipart: the file with its name, and plain fields beside it. */
  upload<T>(path: string, file: File, fields?: Readonly<Record<string, string>>): Promise<T>;
  /** The bytes of an asset, following the redirect to its signed address. */
  asset(id: string, signal?: AbortSignal): Promise<Response>;
}

export function createApi(session: Session, base = "/api/v1"): Api {
  const call = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const withToken = (token: string) => {
      const headers = new Headers(init.headers);
      headers.set("authorization", `Bearer ${token}`);
      return request(base + path, { ...init, headers });
    };
    const token = await session.token();
    let response = await withToken(token);
    if (response.status === 401) response = await withToken(await session.renew(token));
    if (!response.ok) throw await problemFrom(response);
    return response;
  };
  const json = async <T>(path: string, init?: RequestInit): Promise<T> => {
    const response = await call(path, init);
    return (response.status === 204 ? undefined : await response.json()) as T;
  };
  return {
    get: (path, signal) => json(path, signal ? { signal } : {}),
    text: async (path) => await (await call(path)).text(),
    post: (path, body = {}) =>
      json(path, { method: "POST", body: JSON.stringify(body), headers: idempotent() }),
    patch: (path, body) => json(path, { method: "PATCH", body: JSON.stringify(body) }),
    put: (path, body) => json(path, { method: "PUT", body: JSON.stringify(body) }),
    delete: async (path) => void await call(path, { method: "DELETE" }),
    upload: (path, file, fields = {}) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.set(name, value);
      form.set("file", file);
      return json(path, { method: "POST", body: form, headers: idempotent() });
    },
    asset: (id, signal) =>
      call(`/assets/${encodeURIComponent(id)}/content`, signal ? { signal } : {}),
  };
}

/** The retry after a 401 carries the same key, so that a POST is done once. */
function idempotent(): HeadersInit {
  return { "idempotency-key": uuidv7() };
}
