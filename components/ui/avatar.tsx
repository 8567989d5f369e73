import { classNames } from "./class-names.ts";
import { hueOf, initialsOf } from "./initials.ts";

const sizes = { sm: "size-5 text-[0.5625rem]", md: "size-8 text-xs", lg: "size-10 text-base" };

export type AvatarProps = { name: string; hueKey?: string; size?: "sm" | "md" | "lg"; isSquare?: boolean };

/** Initials on a hue that belongs to the key (the address, else the name). Square ones are organizations. Decorative: the name stands beside it. */
export function Avatar({ name, hueKey = name, size = "md", isSquare = false }: AvatarProps) {
  return (
    <span
      aria-hidden="true"
      className={classNames(
        "hue inline-flex shrink-0 items-center justify-center font-semibold select-none",
        `hue-${hueOf(hueKey)}`,
        isSquare ? "rounded-md" : "rounded-full",
        sizes[size],
      )}
    >
      {initialsOf(name)}
    </span>
  );
}
