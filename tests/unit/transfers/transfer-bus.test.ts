import { expect, test } from "vitest";
import type { Arrival, UploadRequest } from "#components/transfers/transfer.ts";
import { createTransferBus } from "#components/transfers/transfer-bus.ts";

const into = { container: "curated", path: "a~1/Site", apiUrl: "/api", name: "Site", href: "/site" };
const arrival = (path: string, atMs: number): Arrival => ({ into, path, sizeBytes: 1, atMs });
const request: UploadRequest = {
  settings: {
    isDirect: false,
    lakeUrl: "",
    client: {
      clientId: "",
      authority: "",
      knownAuthorities: [],
      authorityMetadata: null,
      redirectUri: "",
      scope: "",
    },
    person: { objectId: "", address: "" },
  },
  into,
  files: [],
  taken: new Set(),
};

test("what is asked before the engine is loaded is done when it is there, in order", async () => {
  const wanted: unknown[] = [];
  const { bus, connect } = createTransferBus((settings) => wanted.push(settings));
  const first = { ...request, files: [] };
  bus.upload(first);
  bus.upload(request);
  expect(wanted).toHaveLength(2);
  const done: UploadRequest[] = [];
  await new Promise<void>((resolve) => {
    connect({
      upload: (one) => {
        done.push(one);
        if (done.length === 2) {
          resolve();
        }
      },
      download: () => undefined,
    });
  });
  expect(done[0]).toBe(first);
  expect(done[1]).toBe(request);
});

test("a page hears what arrived after it was made, and everything while it is shown", () => {
  const { bus, tellArrival } = createTransferBus(() => undefined);
  tellArrival(arrival("before.csv", 1000));
  tellArrival(arrival("after.csv", 3000));
  const heard: string[] = [];
  const stop = bus.onArrival(({ path }) => heard.push(path), 2000);
  expect(heard).toEqual(["after.csv"]);
  tellArrival(arrival("live.csv", 1500));
  stop();
  tellArrival(arrival("gone.csv", 9000));
  expect(heard).toEqual(["after.csv", "live.csv"]);
});
