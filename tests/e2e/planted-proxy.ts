import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type RequestListener,
  type ServerResponse,
  request as send,
} from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { ServerCertificate } from "#emulators/shared/certificates.ts";

/** A whole small answer. */
export type Answer = { status: number; headers: OutgoingHttpHeaders; body: Buffer };

/** What a proxy does wrong while it is told to; each part is optional. */
export type Sabotage = {
  /** Headers to send on instead of those that came. */
  headers?: (came: IncomingMessage) => OutgoingHttpHeaders;
  /** Sees every whole answer, and answers in its place. */
  answer?: (came: IncomingMessage, answer: Answer) => Answer;
};

export type PlantedProxy = { port: number; close(): Promise<void> };

type Plant = {
  /** `http://…` origin, asked at each request: a target may start after its proxy. */
  target: () => string;
  certificate?: ServerCertificate;
  /** What it does wrong now; null: it passes everything on as it is. */
  sabotage: () => Sabotage | null;
};

/** A pass-through proxy on a free loopback port that does wrong only while a test says so. */
export async function plantProxy(plant: Plant): Promise<PlantedProxy> {
  const serve: RequestListener = (came, reply) => passOn(plant, came, reply);
  const server =
    plant.certificate === undefined
      ? createServer(serve)
      : createTlsServer({ cert: plant.certificate.certificate, key: plant.certificate.key }, serve);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const close = async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  };
  return { port: (server.address() as AddressInfo).port, close };
}

function passOn(plant: Plant, came: IncomingMessage, reply: ServerResponse): void {
  const sabotage = plant.sabotage();
  const headers = sabotage?.headers?.(came) ?? came.headers;
  const refuse = () => {
    if (reply.headersSent) {
      reply.destroy();
    } else {
      reply.writeHead(502).end();
    }
  };
  const onward = send(
    `${plant.target()}${came.url ?? "/"}`,
    // An answer that is to be changed has to come as it reads.
    {
      method: came.method,
      headers: sabotage?.answer === undefined ? headers : { ...headers, "accept-encoding": "identity" },
    },
    (answer) => {
      if (sabotage?.answer !== undefined) {
        return void changeAnswer(answer, (whole) => sabotage.answer?.(came, whole) ?? whole)
          .then(({ status, headers, body }) => reply.writeHead(status, headers).end(body))
          .catch(refuse);
      }
      reply.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.on("error", refuse).pipe(reply);
    },
  );
  onward.on("error", refuse);
  reply.on("close", () => onward.destroy());
  came.on("error", () => onward.destroy()).pipe(onward);
}

async function changeAnswer(answer: IncomingMessage, change: (whole: Answer) => Answer): Promise<Answer> {
  const body = Buffer.concat(await answer.toArray());
  const changed = change({ status: answer.statusCode ?? 502, headers: answer.headers, body });
  const { "transfer-encoding": _, ...headers } = changed.headers;
  return { ...changed, headers: { ...headers, "content-length": changed.body.length } };
}
