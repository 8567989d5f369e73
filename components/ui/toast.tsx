"use client";

import { useEffect } from "react";
import { Toaster, toast } from "sonner";
import { type Notice, noticeEvent } from "./notify.ts";

/** Above the bottom bar of a phone, and above the queue of transfers while one is shown. */
const aboveQueue = "calc(var(--shell-bottom) + var(--queue-height, 0px) + 1.5rem)";

const show = { success: toast.success, info: toast.info, failure: toast.error };

function present({ kind, title, detail, action }: Notice): void {
  show[kind](title, {
    description: detail,
    duration: kind === "failure" ? 12_000 : 5_000,
    action: action && { label: action.label, onClick: action.onPress },
  });
}

/** The toasts themselves, loaded on demand (default export because React.lazy asks for one). Failures stay longer; all can be dismissed by keyboard. */
export default function Toasts({ first }: { first: Notice }) {
  useEffect(() => {
    present(first);
    const receive = (event: Event) => present((event as CustomEvent<Notice>).detail);
    window.addEventListener(noticeEvent, receive);
    return () => window.removeEventListener(noticeEvent, receive);
  }, [first]);
  return (
    <Toaster
      position="bottom-right"
      closeButton
      offset={{ bottom: aboveQueue }}
      mobileOffset={{ bottom: aboveQueue }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-80 items-start gap-2 rounded-lg border border-line bg-raised p-3 font-sans text-base text-ink shadow-overlay",
          title: "font-medium",
          description: "text-sm text-muted",
          success: "[&_[data-icon]]:text-success",
          error: "[&_[data-icon]]:text-danger",
          actionButton: "ml-auto rounded-md px-2 py-1 text-sm font-medium text-accent hover:bg-hover",
          closeButton: "order-last ml-auto size-5 shrink-0 text-muted hover:text-ink",
        },
      }}
    />
  );
}
