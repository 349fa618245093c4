import { CopyButton } from "@/components/ui/copy-button"

/** A text that a program is to be given, whole, and a button that copies it. */
export function Copyable({ name, label, text }: { name: string; label: string; text: string }) {
  return (
    <div>
      <p className="text-sm font-medium">{name}</p>
      <div className="mt-1 flex items-start gap-2 rounded-lg bg-sunken p-2">
        <code translate="no" className="min-w-0 flex-1 py-2 text-sm wrap-anywhere" data-testid="secret">
          {text}
        </code>
        <CopyButton text={text} label={label} />
      </div>
    </div>
  )
}
