import assert from "node:assert/strict";
import { SignJWT, UnsecuredJWT } from "jose";
import { uuidv7 } from "../ids.ts";
import { createTokens } from "./tokens.ts";

const SECRET = "a secret of more than thirty-two characters";
const who = { userId: uuidv7(), sessionId: uuidv7() };
const claims = { iss: "sonic-alchemy", aud: "sonic-alchemy/api", sid: who.sessionId, jti: "1" };

Deno.test("what is signed is read back, with the time it ends", async () => {
  const tokens = createTokens({ secret: SECRET, nowMs: () => 1_000_000_000_000 });
  const { token, expiresInSeconds } = await tokens.signAccess(who);
  const read = await tokens.verifyAccess(token);
  assert.deepEqual(read, { ...who, expiresAtMs: 1_000_000_000_000 + expiresInSeconds * 1000 });
});

Deno.test("every other token is refused with the same 401", async (t) => {
  const tokens = createTokens({ secret: SECRET });
  const good = (await tokens.signAccess(who)).token;
  const sign = (
    change: (jwt: SignJWT) => SignJWT,
    header: Record<string, unknown> = {},
    secret = SECRET,
  ) =>
    change(
      new SignJWT(claims).setSubject(who.userId).setIssuedAt().setNotBefore("0s")
        .setExpirationTime("15m").setProtectedHeader({ alg: "HS256", typ: "at+jwt", ...header }),
    ).sign(new TextEncoder().encode(secret));
  const yesterday = createTokens({ secret: SECRET, nowMs: () => Date.now() - 86_400_000 });
  const cases: Record<string, string> = {
    "nothing": "",
    "garbage": "a.b.c",
    "cut short": good.slice(0, -2),
    "another key": await sign((jwt) => jwt, {}, SECRET + "!"),
    "expired": (await yesterday.signAccess(who)).token,
    "not yet valid": await sign((jwt) => jwt.setNotBefore("1h")),
    "alg none": new UnsecuredJWT(claims).setSubject(who.userId).setExpirationTime("15m").encode(),
    "another algorithm": await sign((jwt) => jwt, { alg: "HS512" }),
    "another type": await sign((jwt) => jwt, { typ: "JWT" }),
    "wrong audience": await sign((jwt) => jwt.setAudience("elsewhere")),
    "wrong issuer": await sign((jwt) => jwt.setIssuer("elsewhere")),
    "no subject": await sign((jwt) => jwt.setSubject("")),
    "kid that is a path": await sign(
      (jwt) => jwt,
      { kid: "../../dev/null" },
      ""
        .padEnd(32, "\0"),
    ),
  };
  assert.ok(await tokens.verifyAccess(await sign((jwt) => jwt)), "the baseline is accepted");
  for (const [name, token] of Object.entries(cases)) {
    await t.step(name, async () => {
      await assert.rejects(tokens.verifyAccess(token), { code: "UNAUTHENTICATED", status: 401 });
    });
  }
});
