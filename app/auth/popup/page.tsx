import type { Metadata } from "next";
import { PopupBridge } from "./popup-bridge.tsx";

export const metadata: Metadata = { title: "Signing in" };
export const dynamic = "force-dynamic";

/** Where the browser's own sign-in popup ends: it hands Entra's answer to the page that opened it and closes. */
export default function PopupPage() {
  return <PopupBridge />;
}
