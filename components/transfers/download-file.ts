import { callLake, demandSuccessOf, encodePath } from "#components/transfers/lake-wire.ts";
import {
  type AcquireToken,
  NoDirectWayError,
  NoTokenError,
  type TransferSettings,
  type TransferTarget,
  type TransferWay,
} from "#components/transfers/transfer.ts";

/** A larger file would have to lie in the browser's memory before it is saved: it comes through the portal instead. */
export const directDownloadBytesMax = 256 * 1024 * 1024;

export type DownloadOrder = { name: string; sizeBytes: number; target: TransferTarget };

/**
 * Saves one file: straight from the lake while it is small enough to pass through memory, else as an ordinary download
 * from the portal, which the browser itself shows and resumes. Returns the way taken.
 */
export async function downloadFile(
  order: DownloadOrder,
  by: { settings: TransferSettings; acquireToken: AcquireToken },
): Promise<TransferWay> {
  if (!by.settings.isDirect || order.sizeBytes > directDownloadBytesMax) {
    savePortal(order);
    return "portal";
  }
  try {
    const url = `${by.settings.lakeUrl}/${order.target.container}/${encodePath(order.target.path)}`;
    const response = await callLake(url, { method: "GET", token: await by.acquireToken() });
    demandSuccessOf(response);
    saveBlob(await response.blob(), order.name);
    return "direct";
  } catch (error) {
    if (error instanceof NoTokenError || error instanceof NoDirectWayError) {
      savePortal(order);
      return "portal";
    }
    throw error;
  }
}

function savePortal({ target, name }: DownloadOrder): void {
  press(target.apiUrl, name);
}

/** Typed as bytes, so that nothing in it is ever shown as a page of ours. */
function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob.slice(0, blob.size, "application/octet-stream"));
  press(url, name);
  // The browser reads the address when the download begins, which is after this task.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

function press(href: string, name: string): void {
  const link = document.createElement("a");
  link.href = href;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}
