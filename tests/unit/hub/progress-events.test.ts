import { describe, expect, it } from "vitest";
import type { HubProgress } from "#lib/hub/hub.ts";
import { progressEvents } from "#lib/hub/progress-events.ts";

const stream =
  'data: {"progress": 0, "message": "Server requested"}\n\n\n\n' +
  'data: {"progress": 40, "message": "Kühl"}\n\n' +
  'data: {"progress": 100, "ready": true, "message": "Server ready at /user/u-anna/s1/", "url": "/user/u-anna/s1/"}\n\n';

async function* inPiecesOf(size: number): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(stream);
  for (let at = 0; at < bytes.length; at += size) {
    yield bytes.slice(at, at + size);
  }
}

async function all(events: AsyncIterable<HubProgress>): Promise<HubProgress[]> {
  const list: HubProgress[] = [];
  for await (const event of events) {
    list.push(event);
  }
  return list;
}

describe("the progress of a start", () => {
  it.each([1, 2, 7, 64, 10_000])("reads the same when it arrives in pieces of %i bytes", async (size) => {
    expect(await all(progressEvents(inPiecesOf(size)))).toEqual([
      { percent: 0, message: "Server requested", state: "starting" },
      { percent: 40, message: "Kühl", state: "starting" },
      { percent: 100, message: "Server ready at /user/u-anna/s1/", state: "ready" },
    ]);
  });
});
