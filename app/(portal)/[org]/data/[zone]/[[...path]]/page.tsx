import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Suspense } from "react";
import { requireActor } from "#app/actor.ts";
import { pageTitle } from "#components/shell/page-title.ts";
import { resolvePlace } from "#lib/browsing/queries.ts";
import { webServices } from "#lib/platform/services.ts";
import { Directory } from "./directory.tsx";
import { DirectorySkeleton } from "./directory-skeleton.tsx";

type Props = {
  params: Promise<{ org: string; zone: string; path?: string[] }>;
  searchParams: Promise<{ open?: string | string[] }>;
};

/** A directory of the lake. An address that names nothing of the actor's is the same 404 for every reason. */
export default async function DataPage({ params, searchParams }: Props) {
  const place = await placeOf(params);
  if (place === null) {
    notFound();
  }
  const { open } = await searchParams;
  return (
    <Suspense key={place.url} fallback={<DirectorySkeleton place={place} />}>
      <Directory place={place} openName={typeof open === "string" ? open : undefined} />
    </Suspense>
  );
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const place = await placeOf(params);
  return place === null
    ? { title: "Not found" }
    : { title: pageTitle(place.names.at(-1) ?? place.zone.title, place.organization.name) };
}

/** Params of a page come percent-encoded, as `resolvePlace` wants them. */
async function placeOf(params: Props["params"]) {
  const { org, zone, path = [] } = await params;
  const placed = await resolvePlace(webServices(), await requireActor(), { org, zone, names: path });
  return placed.ok ? placed.value : null;
}
