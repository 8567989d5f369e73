import type { LaunchProfile } from "./launch.ts";

function Profile({ profile, name }: { profile: LaunchProfile; name: string }) {
  return (
    <label className="flex gap-3 rounded-lg border border-line p-3 hover:bg-subtle has-checked:border-accent has-checked:bg-accent-soft">
      <input
        type="radio"
        name={name}
        value={profile.id}
        defaultChecked={profile.isDefault}
        className="check mt-0.5"
      />
      <span className="min-w-0 flex-1">
        <span className="flex flex-wrap items-baseline justify-between gap-x-4">
          <span className="font-medium">{profile.name}</span>
          <span className="text-sm text-muted tabular-nums">{profile.resources}</span>
        </span>
        <span className="block text-sm text-muted">{profile.description}</span>
      </span>
    </label>
  );
}

/** The launch profiles as radio buttons named `name`. */
export function ProfileChoice({ profiles, name }: { profiles: LaunchProfile[]; name: string }) {
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="pb-2 font-medium">Launch profile</legend>
      {profiles.map((profile) => (
        <Profile key={profile.id} profile={profile} name={name} />
      ))}
    </fieldset>
  );
}
