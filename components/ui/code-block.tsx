import { CopyButton } from "./copy-button.tsx";
import { reachable } from "./reachable.ts";

/** Exact text to run elsewhere, with its copy button. Scrolls sideways, never wraps: a wrapped command is a broken one. */
export function CodeBlock({ code, label }: { code: string; label: string }) {
  return (
    <figure className="overflow-hidden rounded-lg border border-line bg-subtle">
      <figcaption className="flex items-center justify-between border-b border-line py-0.5 pr-1 pl-3 text-sm text-muted">
        {label}
        <CopyButton text={code} isLabelled />
      </figcaption>
      <pre
        {...reachable}
        className="overflow-x-auto p-3 font-mono text-sm leading-5 focus-visible:-outline-offset-2"
      >
        <code>{code}</code>
      </pre>
    </figure>
  );
}
