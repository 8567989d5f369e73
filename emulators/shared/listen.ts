import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { ServerCertificate } from "#emulators/shared/certificates.ts";

/** Answers one request; a fault that it throws becomes a 500 without details. */
export type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/** Where an emulator listens: port 0 takes a free one. Loopback only. */
export type ListenOptions = { httpPort: number; httpsPort: number; certificate: ServerCertificate };

/** A listening emulator: its two origins, and `close`, which ends open connections too. */
export type Listening = {
  http: string;
  https: string;
  httpPort: number;
  httpsPort: number;
  close: () => Promise<void>;
};

/** Serves one handler on http and https at 127.0.0.1; rejects when a port is taken. */
export async function listen(handle: Handle, options: ListenOptions): Promise<Listening> {
  const guarded = (request: IncomingMessage, response: ServerResponse): void =>
    void answer(handle, request, response);
  const plain = createHttpServer({ keepAliveTimeout: 65_000 }, guarded);
  const { certificate, key } = options.certificate;
  const secure = createHttpsServer({ cert: certificate, key, keepAliveTimeout: 65_000 }, guarded);
  try {
    const httpPort = await bind(plain, options.httpPort);
    const httpsPort = await bind(secure, options.httpsPort);
    return {
      http: `http://127.0.0.1:${httpPort}`,
      https: `https://127.0.0.1:${httpsPort}`,
      httpPort,
      httpsPort,
      close: async () => {
        await Promise.all([stop(plain), stop(secure)]);
      },
    };
  } catch (error) {
    await Promise.all([stop(plain), stop(secure)]);
    throw error;
  }
}

async function answer(handle: Handle, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await handle(request, response);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    if (response.headersSent) response.destroy();
    else
      response
        .writeHead(500, { "content-type": "application/json" })
        .end('{"error":{"code":"InternalServerError"}}');
  }
}

async function bind(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return address.port;
}

async function stop(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
