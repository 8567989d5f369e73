import { Check, CircleAlert, RotateCw, X } from "lucide-react";
import { classNames } from "#components/ui/class-names.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { type UploadItem, uploadFigures } from "./upload-item.ts";

type Props = { upload: UploadItem; onCancel: (id: string) => void; onRetry: (id: string) => void };

function Control({ upload, onCancel, onRetry }: Props) {
  const icon = "size-4";
  if (upload.state === "waiting" || upload.state === "uploading") {
    return (
      <IconButton
        label={`Cancel ${upload.path}`}
        onClick={() => onCancel(upload.id)}
        icon={<X aria-hidden="true" className={icon} />}
      />
    );
  }
  if (upload.state === "done")
    return <Check role="img" aria-label="Uploaded" className="m-1.5 size-4 text-success" />;
  if (upload.canRetry === false)
    return <CircleAlert aria-hidden="true" className="m-1.5 size-4 text-danger" />;
  return (
    <IconButton
      label={`Try ${upload.path} again`}
      onClick={() => onRetry(upload.id)}
      icon={<RotateCw aria-hidden="true" className={icon} />}
    />
  );
}

/** One upload in the queue. */
export function UploadRow(props: Props) {
  const { upload } = props;
  const isFailed = upload.state === "failed";
  return (
    <li className="flex items-start gap-2 py-2 pr-2 pl-4">
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p className="truncate">{upload.path}</p>
        {upload.state === "uploading" && (
          <progress
            className="bar"
            aria-label={upload.path}
            value={upload.sentBytes}
            max={Math.max(upload.sizeBytes, 1)}
          />
        )}
        <p className={classNames("text-xs tabular-nums", isFailed ? "text-danger" : "truncate text-muted")}>
          {uploadFigures(upload)}
        </p>
      </div>
      <Control {...props} />
    </li>
  );
}
