import {
  type AcquireToken,
  NoDirectWayError,
  NoTokenError,
  type TransferSettings,
  type TransferWay,
  type UploadOrder,
} from "#components/transfers/transfer.ts";
import { uploadDirect } from "#components/transfers/upload-direct.ts";
import { uploadThroughPortal } from "#components/transfers/upload-through-portal.ts";

/** The way that worked last; once the direct one is closed, this window does not try it again. */
export type Route = { way: TransferWay };

/**
 * Uploads one file, straight to the lake where that way is open, else through the portal. `onFallback` hears why, once.
 */
export async function uploadOne(
  order: UploadOrder,
  route: Route,
  by: { settings: TransferSettings; acquireToken: AcquireToken; onFallback: (why: string) => void },
): Promise<void> {
  if (route.way === "portal") {
    return uploadThroughPortal(order);
  }
  try {
    await uploadDirect(by.settings.lakeUrl, by.acquireToken, order);
  } catch (error) {
    if (!(error instanceof NoTokenError || error instanceof NoDirectWayError || isLost(error, order))) {
      throw error;
    }
    if (route.way === "direct") {
      route.way = "portal";
      by.onFallback(error instanceof Error ? error.message : "");
    }
    order.onSent(0);
    await uploadThroughPortal(order);
  }
}

/** An append that got no answer at all, and nobody cancelled. */
function isLost(error: unknown, order: UploadOrder): boolean {
  return error instanceof TypeError && !order.signal.aborted;
}
