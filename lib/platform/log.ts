import pino from "pino";

/** One JSON object a line on standard output; values under these names never appear. */
export type Log = pino.Logger;

const secretNames = [
  "authorization",
  "cookie",
  "set-cookie",
  "token",
  "access_token",
  "refresh_token",
  "id_token",
  "accessToken",
  "refreshToken",
  "idToken",
  "client_secret",
  "clientSecret",
  "password",
  "secret",
  "sealed",
  "inviteRedeemUrl",
];

/** A logger for one process. `name` is what the process is called in the supervisor. */
export function createLog(name: string, level: string): Log {
  return pino({
    name,
    level,
    redact: {
      paths: secretNames.flatMap((secret) => [`["${secret}"]`, `*["${secret}"]`, `*.*["${secret}"]`]),
      censor: "(removed)",
    },
    serializers: { err: describeError },
  });
}

/** An error's name, code, message and cause; its stack only below the level that production runs at. */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) {
    return { message: String(error) };
  }
  const code = "code" in error ? String(error.code) : undefined;
  const cause = error.cause === undefined ? undefined : describeError(error.cause);
  return { name: error.name, code, message: error.message, stack: error.stack, cause };
}
