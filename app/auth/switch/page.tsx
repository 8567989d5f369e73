import type { Metadata } from "next";
import { requireActor } from "#app/actor.ts";
import { SwitchPerson } from "#components/sign-in/switch-person.tsx";

export const metadata: Metadata = { title: "Use another account" };

/** Who one is now, and the way to be somebody else: Entra asks which account, and the old session ends on the way back. */
export default async function SwitchPage() {
  const { name, address } = await requireActor();
  return (
    <SwitchPerson
      person={{ name, address }}
      signInHref="/api/auth/sign-in?prompt=select_account"
      backHref="/"
    />
  );
}
