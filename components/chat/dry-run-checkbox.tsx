import { Checkbox } from '../ui/input.tsx'
import { useTypedBefore } from '../use-typed-before.ts'

interface DryRunCheckboxProps {
  checked: boolean
  disabled?: boolean
  onChange: (on: boolean) => void
}

/** Whether a conversation plans instead of asking. */
export function DryRunCheckbox({ checked, disabled = false, onChange }: DryRunCheckboxProps) {
  const box = useTypedBefore<HTMLInputElement>((found) => {
    if (found.checked !== checked) onChange(found.checked)
  })
  return (
    <Checkbox
      ref={box}
      label="Dry run"
      role="switch"
      title="Everything is previewed and judged; nothing with an effect is asked for"
      checked={checked}
      disabled={disabled}
      onChange={({ target }) => onChange(target.checked)}
      className="text-12"
    />
  )
}
