export type Notice = {
  kind: "success" | "info" | "failure";
  title: string;
  detail?: string;
  action?: { label: string; onPress: () => void };
};

/** The event that makes the region load itself; the toast library is not part of the first load. */
export const noticeEvent = "lakeport:notice";

/** Shows a short message in the corner. Only for outcomes that nothing on the page already shows. */
export function notify(notice: Notice): void {
  window.dispatchEvent(new CustomEvent<Notice>(noticeEvent, { detail: notice }));
}
