import {
  callLake,
  demandDone,
  demandSuccess,
  encodePath,
  lakeHeaders,
} from "#components/transfers/lake-wire.ts";
import { sendBytes } from "#components/transfers/send-bytes.ts";
import type { AcquireToken, UploadOrder } from "#components/transfers/transfer.ts";

const chunkBytes = 8 * 1024 * 1024;

/**
 * Uploads straight to the lake under the person's own token: a draft beside the final name, 8 MiB at a time from disk,
 * renamed when its last byte is there. Cancelled or refused, the draft is removed.
 */
export async function uploadDirect(
  lakeUrl: string,
  acquireToken: AcquireToken,
  order: UploadOrder,
): Promise<void> {
  const { container, path } = order.target;
  const draftPath = `${path.slice(0, path.lastIndexOf("/") + 1)}.lakeport-upload-${crypto.randomUUID()}`;
  const at = (place: string) => `${lakeUrl}/${container}/${encodePath(place)}`;
  const draft = at(draftPath);
  const { signal } = order;
  await demandDone(
    await callLake(`${draft}?resource=file`, {
      method: "PUT",
      token: await acquireToken(),
      headers: { "if-none-match": "*" },
      signal,
    }),
  );
  const stopWatching = await removeOnClose(draft, acquireToken);
  try {
    await appendAll(draft, acquireToken, order);
    await demandDone(
      await callLake(`${draft}?action=flush&position=${order.file.size}&close=true`, {
        method: "PATCH",
        token: await acquireToken(),
        headers: { "x-ms-content-type": order.file.type || "application/octet-stream" },
        signal,
      }),
    );
    await demandDone(
      await callLake(`${at(path)}?mode=legacy`, {
        method: "PUT",
        token: await acquireToken(),
        headers: {
          "x-ms-rename-source": `/${container}/${encodePath(draftPath)}`,
          ...(order.overwrite ? {} : { "if-none-match": "*" }),
        },
        signal,
      }),
    );
  } catch (error) {
    await remove(draft, acquireToken);
    throw error;
  } finally {
    stopWatching();
  }
}

/**
 * A window that is closed takes its draft along: a request that outlives the page (Fetch, keepalive), with the token
 * that is at hand, since nobody can be asked any more. Returns how to stop.
 */
async function removeOnClose(draft: string, acquireToken: AcquireToken): Promise<() => void> {
  const headers = lakeHeaders(await acquireToken());
  const close = ({ persisted }: PageTransitionEvent) => {
    if (!persisted) {
      void fetch(draft, { method: "DELETE", headers, keepalive: true, credentials: "omit" }).catch(
        () => undefined,
      );
    }
  };
  window.addEventListener("pagehide", close);
  return () => window.removeEventListener("pagehide", close);
}

async function appendAll(draft: string, acquireToken: AcquireToken, order: UploadOrder): Promise<void> {
  const { file, signal, onSent } = order;
  for (let offset = 0; offset < file.size; offset += chunkBytes) {
    const sent = await sendBytes({
      method: "PATCH",
      url: `${draft}?action=append&position=${offset}`,
      headers: lakeHeaders(await acquireToken()),
      body: file.slice(offset, offset + chunkBytes),
      signal,
      onSent: (bytes) => onSent(offset + bytes),
    });
    demandSuccess(sent);
  }
}

async function remove(url: string, acquireToken: AcquireToken): Promise<void> {
  try {
    await demandDone(await callLake(url, { method: "DELETE", token: await acquireToken() }));
  } catch {
    // It stays hidden for a day, then the person's next visit removes it (lib/transfers/drafts.ts).
  }
}
