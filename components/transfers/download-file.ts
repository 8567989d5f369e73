import { callLake, demandSuccessOf, encodePath, targetIn } from "#components/transfers/lake-wire.ts";
import { blobSink, fileSink, pickFile, saveBlob, saveFromPortal } from "#components/transfers/save-file.ts";
import {
  type AcquireToken,
  type DownloadRequest,
  NoDirectWayError,
  NoTokenError,
} from "#components/transfers/transfer.ts";
import type { Carrying, Transfer } from "#components/transfers/transfer-state.ts";

/** Up to here a file is there before a progress bar could be read: saved like any download, nobody is asked where. */
const quietBytesMax = 16 * 1024 * 1024;

/** What a browser that cannot write to a chosen file has to hold in memory; beyond it the portal streams. */
const memoryBytesMax = 256 * 1024 * 1024;

type Order = { name: string; sizeBytes: number; from: DownloadRequest["from"]; lakeUrl: string };

/** Where the bytes go; ends by having them saved. */
type Sink = () => Promise<{ stream: WritableStream<Uint8Array>; end: () => void }>;

/**
 * Saves one file. Straight from the lake while the browser can: small ones at once, larger ones into a file that the
 * person picks, written as the bytes come, else through memory. Everything else is an ordinary download from the
 * portal, which the browser itself shows and resumes. Answers the transfer to show, null when there is none to show.
 */
export async function downloadFile(
  file: DownloadRequest["files"][number],
  { settings, from }: DownloadRequest,
  acquireToken: AcquireToken,
): Promise<Transfer | null> {
  const order = { ...file, from, lakeUrl: settings.lakeUrl };
  const viaPortal = () => saveFromPortal(targetIn(from, file.name).apiUrl, file.name);
  if (!settings.isDirect) {
    viaPortal();
    return null;
  }
  try {
    return await directly(order, acquireToken, viaPortal);
  } catch (error) {
    if (error instanceof NoTokenError || error instanceof NoDirectWayError) {
      viaPortal();
      return null;
    }
    throw error;
  }
}

async function directly(
  order: Order,
  acquireToken: AcquireToken,
  viaPortal: () => void,
): Promise<Transfer | null> {
  // First, while the press still allows a window: signing in may need one, and so does picking the file.
  const token = await acquireToken();
  if (order.sizeBytes <= quietBytesMax) {
    const reply = await requestContent(order, token);
    saveBlob(await reply.blob(), order.name);
    return null;
  }
  const picked = await pickFile(order.name);
  if (picked === "closed") {
    return null;
  }
  if (picked === null && order.sizeBytes > memoryBytesMax) {
    viaPortal();
    return null;
  }
  const sink = picked === null ? () => blobSink(order.name) : () => fileSink(picked);
  return shown(order, acquireToken, { first: await requestContent(order, token), sink });
}

/** The transfer in the queue: its first try has been answered already, later ones ask again. */
function shown(order: Order, acquireToken: AcquireToken, begun: { first: Response; sink: Sink }): Transfer {
  let first: Response | null = begun.first;
  const { name, sizeBytes, from } = order;
  return {
    id: crypto.randomUUID(),
    direction: "down",
    path: name,
    place: { name: from.name, href: from.href },
    sizeBytes,
    movedBytes: 0,
    state: "waiting",
    bytesPerSecond: null,
    carry: async (by) => {
      const reply = first ?? (await requestContent(order, await acquireToken()));
      first = null;
      await pour(reply, begun.sink, by);
    },
  };
}

async function requestContent({ from, name, lakeUrl }: Order, token: string): Promise<Response> {
  const { container, path } = targetIn(from, name);
  const response = await callLake(`${lakeUrl}/${container}/${encodePath(path)}`, { method: "GET", token });
  demandSuccessOf(response);
  return response;
}

/** At the pace of the slower of the two; a cancel closes both and leaves no half file under the name. */
async function pour(reply: Response, sink: Sink, { signal, onMoved }: Carrying): Promise<void> {
  const { stream, end } = await sink();
  let moved = 0;
  const counting = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      moved += chunk.byteLength;
      onMoved(moved);
      controller.enqueue(chunk);
    },
  });
  await (reply.body ?? new Blob([]).stream()).pipeThrough(counting).pipeTo(stream, { signal });
  end();
}
