import { strict as assert } from "node:assert";
import { getPriority } from "node:os";

Deno.test({
  name: "a thread that yields to sockets is alone behind the others",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    const before = getPriority(0);
    const source = `
      import { yieldToSockets } from "${new URL("./background_thread.ts", import.meta.url)}";
      import { getPriority } from "node:os";
      yieldToSockets();
      self.postMessage(getPriority(0));`;
    const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    const worker = new Worker(url, { type: "module" });
    const told = Promise.withResolvers<number>();
    worker.onmessage = ({ data }) => told.resolve(data);
    worker.onerror = (event) => {
      event.preventDefault();
      told.reject(new Error(event.message));
    };
    try {
      assert.ok(await told.promise > before);
      assert.equal(getPriority(0), before);
    } finally {
      worker.terminate();
      URL.revokeObjectURL(url);
    }
  },
});
