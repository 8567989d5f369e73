/** The emulator's own look: one accent, an 8-pixel rhythm, light and dark by the system's choice. */
export const styles = `
:root { color-scheme: light dark; --page: #f4f6f8; --card: #ffffff; --text: #1b1f24; --muted: #545d68; --line: #d5dae0;
  --accent: #0b5cad; --on-accent: #ffffff; --wash: #eaf2fb; --notice: #fff3d6; --on-notice: #4d3800; --bad: #a4161a; }
@media (prefers-color-scheme: dark) { :root { --page: #0e1116; --card: #171c23; --text: #e8edf2; --muted: #a3adb8;
  --line: #313944; --accent: #7cbcff; --on-accent: #08213c; --wash: #1d2a3a; --notice: #3a2f10; --on-notice: #ffe2a0; --bad: #ff9a9c; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, "Segoe UI", sans-serif; }
.notice { margin: 0; padding: 8px 16px; background: var(--notice); color: var(--on-notice); text-align: center; font-size: 14px; }
main { max-width: 560px; margin: 48px auto; padding: 32px; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
@media (max-width: 620px) { main { margin: 0; border-width: 0; border-radius: 0; padding: 24px 16px; } }
h1 { margin: 0 0 4px; font-size: 24px; line-height: 32px; font-weight: 600; }
h2 { margin: 24px 0 8px; font-size: 16px; font-weight: 600; }
p { margin: 0 0 16px; } .muted { color: var(--muted); font-size: 14px; } .bad { color: var(--bad); font-weight: 600; }
ul.people { list-style: none; margin: 16px 0 0; padding: 0; border-top: 1px solid var(--line); }
ul.people li { border-bottom: 1px solid var(--line); }
button, input { font: inherit; color: inherit; }
button.person { display: grid; grid-template-columns: 40px 1fr; gap: 0 16px; width: 100%; padding: 12px 8px; text-align: left;
  background: none; border: 0; cursor: pointer; }
button.person:hover { background: var(--wash); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.avatar { grid-row: span 4; width: 40px; height: 40px; border-radius: 50%; display: grid; place-items: center; font-size: 14px;
  font-weight: 600; background: var(--accent); color: var(--on-accent); }
.name { font-weight: 600; } .role { font-size: 14px; } .small { font-size: 14px; color: var(--muted); overflow-wrap: anywhere; }
form.row { display: flex; flex-wrap: wrap; gap: 8px; align-items: end; } form.row label { flex: 1 1 240px; font-size: 14px; }
input { display: block; width: 100%; margin-top: 4px; padding: 8px 12px; background: var(--page); border: 1px solid var(--muted); border-radius: 6px; }
button.plain, button.main { padding: 8px 16px; border-radius: 6px; cursor: pointer; border: 1px solid var(--muted); background: none; }
button.main { background: var(--accent); color: var(--on-accent); border-color: var(--accent); font-weight: 600; }
a { color: var(--accent); } dl { font-size: 14px; } dt { color: var(--muted); } dd { margin: 0 0 8px; overflow-wrap: anywhere; }
`;
