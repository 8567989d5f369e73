"use client";

import { useEffect, useState } from "react";

/** Passes the answer on with MSAL's own bridge, which is loaded only here. */
export function PopupBridge() {
  const [hasFailed, setHasFailed] = useState(false);
  useEffect(() => {
    import("@azure/msal-browser/redirect-bridge")
      .then(({ broadcastResponseToMainFrame }) => broadcastResponseToMainFrame())
      .catch(() => setHasFailed(true));
  }, []);
  return (
    <p role="status">{hasFailed ? "This window can be closed; try again from the page." : "Signing in…"}</p>
  );
}
