import assert from "node:assert/strict";
import { ListBucketsCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { type S3Server, startS3rver } from "../../tests/fixtures/s3_server.ts";
import { blobStoreContract } from "./blob_store_contract.ts";
import { S3Store } from "./s3_store.ts";
import { blobRoutes } from "../../routes/blobs.ts";

const secret = "a secret of at least thirty-two characters";

// The client keeps idle connections for a while after it has been destroyed.
const idleConnections = { sanitizeOps: false, sanitizeResources: false };

Deno.test({
  name: "blobs in a real S3 server keep the contract",
  ...idleConnections,
  fn: async (t) => {
    const server = await startS3rver();
    const store = new S3Store({ ...server, region: "us-east-1", secret });
    const app = blobRoutes({ blobs: store });
    await using web = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, app.fetch);
    const origin = `http://127.0.0.1:${web.addr.port}`;
    try {
      await blobStoreContract(t, {
        store,
        address: (link) => origin + link,
        stored: () => objectsOf(server),
      });

      await t.step("two stores that start together both find their buckets", async () => {
        const options = { ...server, secret, region: "us-east-1", bucketPrefix: "fresh-" };
        const stores = [new S3Store(options), new S3Store(options)];
        await Promise.all(stores.map((each) => each.check()));
        for (const each of stores) each.close();
      });

      await t.step("a store that cannot be reached is an error, not an absence", async () => {
        const lost = new S3Store({
          ...server,
          secret,
          region: "us-east-1",
          endpoint: "http://127.0.0.1:1",
        });
        await assert.rejects(lost.get("images", "u/p/image/1_a.png"));
        await assert.rejects(lost.check());
        lost.close();
      });
    } finally {
      store.close();
      await server.stop();
    }
  },
});

/** Names of all objects that can be seen. */
async function objectsOf(server: S3Server): Promise<string[]> {
  const client = new S3Client({
    endpoint: server.endpoint,
    region: "us-east-1",
    credentials: server,
    forcePathStyle: true,
  });
  const buckets = await client.send(new ListBucketsCommand());
  const lists = (buckets.Buckets ?? []).map(async ({ Name }) => {
    const { Contents } = await client.send(new ListObjectsV2Command({ Bucket: Name }));
    return (Contents ?? []).map(({ Key }) => `${Name}/${Key}`);
  });
  const names = (await Promise.all(lists)).flat();
  client.destroy();
  return names;
}
