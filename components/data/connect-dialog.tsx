"use client";

import { CodeBlock } from "#components/ui/code-block.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Tabs } from "#components/ui/tabs.tsx";

/** How one tool reaches this path: a sentence, then exact texts to run or paste, in order. */
export type ConnectTool = {
  id: string;
  label: string;
  intro: string;
  blocks: Array<{ label: string; code: string }>;
  note?: string;
};

export type ConnectDialogProps = { folder: string; tools: ConnectTool[]; onClose: () => void };

function ToolPanel({ tool }: { tool: ConnectTool }) {
  return (
    <div className="flex flex-col gap-4">
      <p className="text-muted">{tool.intro}</p>
      {tool.blocks.map((block) => (
        <CodeBlock key={block.label} label={block.label} code={block.code} />
      ))}
      {tool.note && <p className="text-sm text-muted">{tool.note}</p>}
    </div>
  );
}

/** "Connect another tool": exact text for this path with one's own sign-in. Default export because React.lazy asks for one. */
export default function ConnectDialog({ folder, tools, onClose }: ConnectDialogProps) {
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Connect another tool"
      description={`Reach ${folder} from elsewhere, signed in as yourself. No key, nothing to keep secret.`}
      width="lg"
    >
      <Tabs
        label="Tools"
        tabs={tools.map((tool) => ({ id: tool.id, label: tool.label, content: <ToolPanel tool={tool} /> }))}
      />
    </Dialog>
  );
}
