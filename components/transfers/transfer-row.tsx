import { Check, RotateCw, X } from "lucide-react";
import Link from "next/link";
import { asksToReplace, type TransferItem, transferFigures } from "#components/transfers/transfer-item.ts";
import { Button } from "#components/ui/button.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { IconButton } from "#components/ui/icon-button.tsx";

type Props = { transfer: TransferItem; onCancel: (id: string) => void; onRetry: (id: string) => void };

function Control({ transfer, onCancel, onRetry }: Props) {
  const icon = "size-4";
  const { id, path, state, direction } = transfer;
  if (state === "waiting" || state === "running") {
    return (
      <IconButton
        label={`Cancel ${path}`}
        onClick={() => onCancel(id)}
        icon={<X aria-hidden="true" className={icon} />}
      />
    );
  }
  if (state === "done") {
    const label = direction === "up" ? "Uploaded" : "Downloaded";
    return <Check role="img" aria-label={label} className="m-1.5 size-4 text-success" />;
  }
  if (asksToReplace(transfer)) {
    return (
      <Button size="sm" aria-label={`Replace ${path}`} onClick={() => onRetry(id)}>
        Replace
      </Button>
    );
  }
  return (
    <IconButton
      label={`Try ${path} again`}
      onClick={() => onRetry(id)}
      icon={<RotateCw aria-hidden="true" className={icon} />}
    />
  );
}

/** One transfer in the queue, with the directory where it happens: the person may be elsewhere by now. */
export function TransferRow(props: Props) {
  const { direction, path, place, state, movedBytes, sizeBytes } = props.transfer;
  const isAsking = asksToReplace(props.transfer);
  const isFailed = state === "failed" && !isAsking;
  return (
    <li className="flex items-start gap-2 py-2 pr-2 pl-4">
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p className="flex min-w-0 gap-2">
          <span className="truncate">{path}</span>
          <Link href={place.href} className="link max-w-1/2 shrink-0 truncate text-sm">
            {direction === "up" ? "in" : "from"} {place.name}
          </Link>
        </p>
        {state === "running" && (
          <progress className="bar" aria-label={path} value={movedBytes} max={Math.max(sizeBytes, 1)} />
        )}
        <p
          className={classNames(
            "text-xs tabular-nums",
            isFailed ? "text-danger" : isAsking ? "text-ink" : "truncate text-muted",
          )}
        >
          {transferFigures(props.transfer)}
        </p>
      </div>
      <Control {...props} />
    </li>
  );
}
