import { type ComponentProps, useId } from 'react'
import { describedBy, Field } from '#components/ui/field.tsx'
import { Input, Select, Textarea } from '#components/ui/input.tsx'

interface Words {
  label: string
  help?: string | undefined
  error?: string | null | undefined
  optional?: boolean
}

function aria(id: string, { help, error }: Words) {
  return { id, 'aria-describedby': describedBy(id, { help, error }), 'aria-invalid': error ? true : undefined }
}

/** A line of text with its label, help and error. */
export function TextField({ label, help, error, optional, ...rest }: Words & ComponentProps<'input'>) {
  const id = useId()
  const words = { label, help, error, ...(optional === undefined ? {} : { optional }) }
  return (
    <Field id={id} {...words}>
      <Input {...rest} {...aria(id, words)} />
    </Field>
  )
}

/** Several lines of text. */
export function AreaField({ label, help, error, optional, ...rest }: Words & ComponentProps<'textarea'>) {
  const id = useId()
  const words = { label, help, error, ...(optional === undefined ? {} : { optional }) }
  return (
    <Field id={id} {...words}>
      <Textarea {...rest} {...aria(id, words)} />
    </Field>
  )
}

/** One of several. */
export function SelectField({ label, help, error, optional, ...rest }: Words & ComponentProps<'select'>) {
  const id = useId()
  const words = { label, help, error, ...(optional === undefined ? {} : { optional }) }
  return (
    <Field id={id} {...words}>
      <Select {...rest} {...aria(id, words)} />
    </Field>
  )
}
