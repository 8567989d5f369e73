import { NotThere } from "#components/shell/not-there.tsx";

/** Inside the shell, the same answer for what does not exist and for what belongs to another organization. */
export default function NotFoundInPortal() {
  return (
    <>
      {/* A `metadata` of this file would not be read: Next takes it from the page that was not found. */}
      <title>Not there · Lakeport</title>
      <NotThere />
    </>
  );
}
