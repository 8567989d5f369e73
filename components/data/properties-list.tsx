import { CopyButton } from "#components/ui/copy-button.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";

/** One property: plain text, or a moment (`at`, ISO 8601). `copy`: what the button beside it copies, such as an id or a path. */
export type Property = { label: string; value?: string; at?: string; copy?: string };
export type PropertyGroup = { title: string; properties: Property[] };

function Value({ property, now }: { property: Property; now?: string }) {
  return (
    <dd className="flex min-w-0 items-start gap-1">
      <span className="min-w-0 flex-1 py-1 break-words">
        {property.at ? <RelativeTime at={property.at} now={now} /> : (property.value ?? "–")}
      </span>
      {property.copy && <CopyButton text={property.copy} label={`Copy ${property.label.toLowerCase()}`} />}
    </dd>
  );
}

/** What is known of a file or directory, in groups. */
export function PropertiesList({ groups, now }: { groups: PropertyGroup[]; now?: string }) {
  return (
    <div className="flex flex-col gap-6 p-4">
      {groups.map((group) => (
        <section key={group.title} aria-label={group.title}>
          <h3 className="pb-1 font-medium">{group.title}</h3>
          <dl className="divide-y divide-line">
            {group.properties.map((property) => (
              <div key={property.label} className="grid min-h-8 grid-cols-[8rem_minmax(0,1fr)] gap-2">
                <dt className="py-1 text-muted">{property.label}</dt>
                <Value property={property} now={now} />
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}
