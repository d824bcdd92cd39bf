'use client'
import { Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { ConnectionBadge } from '#components/admin/connection-badge.tsx'
import { Section } from '#components/frame/page-header.tsx'
import { Avatar } from '#components/ui/avatar.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Button, IconButton } from '#components/ui/button.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Digest } from '#components/ui/digest.tsx'
import { describedBy, Field } from '#components/ui/field.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Checkbox, Input, Select, Textarea } from '#components/ui/input.tsx'
import { Kbd } from '#components/ui/kbd.tsx'
import { Menu } from '#components/ui/menu.tsx'
import { ErrorNotice, Notice } from '#components/ui/notice.tsx'
import { PausedChip } from '#components/ui/paused-chip.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { StatusChip, statusLooks } from '#components/ui/status-chip.tsx'
import { NavTabs, Tabs } from '#components/ui/tabs.tsx'
import { Tooltip } from '#components/ui/tooltip.tsx'
import type { ActionStatus } from '#lib/core/index.ts'
import { moment, refund } from './fixtures.ts'
import { Specimen } from './specimen.tsx'

const statuses = Object.keys(statusLooks) as ActionStatus[]
export function PartSpecimens() {
  const [dialog, setDialog] = useState(false)
  return (
    <Section title="Parts">
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-8 md:grid-cols-2">
        <Specimen name="Buttons">
          <div className="flex flex-wrap items-center gap-2">
            <Button look="sign">
              Refund 49.90 EUR <Kbd onPen>a</Kbd>
            </Button>
            <Button>
              Change… <Kbd>e</Kbd>
            </Button>
            <Button look="bare">Reject…</Button>
            <Button look="danger">
              <Icon of={Trash2} /> Revoke
            </Button>
            <Button look="sign" busy>
              Signing
            </Button>
            <Button disabled>Off</Button>
            <Button size="small">Small</Button>
            <IconButton label="Add">
              <Icon of={Plus} />
            </IconButton>
          </div>
        </Specimen>
        <Specimen name="States of an action">
          <div className="flex flex-wrap gap-2">
            {statuses.map((status) => (
              <StatusChip key={status} status={status} />
            ))}
            <StatusChip status="succeeded" word="done, once" />
            <Badge tone="pen">1 of 2</Badge>
            <ConnectionBadge title="Commerce" environment="production" enabled />
            <ConnectionBadge title="CRM" environment="sandbox" enabled={false} />
            <ConnectionBadge title="Commerce" environment="production" enabled paused />
            <PausedChip word="paused by an admin" />
          </div>
        </Specimen>
        <Specimen name="Fields">
          <div className="grid gap-4">
            <Field id="d-name" label="Name" help="Small letters, as in commerce.">
              <Input id="d-name" defaultValue="commerce" aria-describedby={describedBy('d-name', { help: true })} />
            </Field>
            <Field id="d-url" label="Address" error="This is not an address. It begins with https://">
              <Input id="d-url" defaultValue="htp:/shop" aria-invalid aria-describedby={describedBy('d-url', { error: true })} />
            </Field>
            <Field id="d-effect" label="Effect">
              <Select id="d-effect" defaultValue="irreversible">
                <option>read</option>
                <option>write</option>
                <option>irreversible</option>
              </Select>
            </Field>
            <Field id="d-why" label="Why" optional>
              <Textarea id="d-why" placeholder="In a few words" />
            </Field>
            <Checkbox label="Confirm everything as the document declares it" defaultChecked />
          </div>
        </Specimen>
        <Specimen name="Notices">
          <div className="grid gap-3">
            <Notice>With no model key, the built-in rules model answers.</Notice>
            <Notice tone="wait" action={<Button size="small">Look again</Button>}>
              Changed since you looked.
            </Notice>
            <ErrorNotice title="The connection was not added" traceId="4bf92f3577b34da6a3ce929d0e0e4736">
              The document could not be fetched: the server answered 404. Nothing was saved. Check the address and try again.
            </ErrorNotice>
          </div>
        </Specimen>
        <Specimen name="Dialog, menu, tooltip">
          <div className="flex flex-wrap gap-2">
            <Button onClick={() => setDialog(true)}>Open a dialog</Button>
            <Menu
              trigger={<Button>Open a menu</Button>}
              onSelect={() => {}}
              groups={[
                {
                  heading: 'Key',
                  items: [
                    { id: 'copy', label: 'Copy its name' },
                    { id: 'revoke', label: 'Revoke', danger: true },
                  ],
                },
              ]}
            />
            <Tooltip text="Said once more, at greater length">
              <Button>Hover or focus</Button>
            </Tooltip>
            <Dialog
              open={dialog}
              onOpenChange={setDialog}
              title="Revoke the key “nightly”?"
              description="What uses it stops at once. This cannot be taken back."
              foot={
                <>
                  <Button look="danger" onClick={() => setDialog(false)}>
                    Revoke the key
                  </Button>
                  <Button look="bare" onClick={() => setDialog(false)}>
                    Keep it
                  </Button>
                </>
              }
            >
              <p className="text-ink-2">It was used 3 h ago, by Lena Ott.</p>
            </Dialog>
          </div>
        </Specimen>
        <Specimen name="Small things">
          <div className="flex flex-wrap items-center gap-4">
            <Avatar name="Bea Moreau" />
            <Digest value={refund.digest ?? ''} />
            <RelativeTime at={moment(-200)} className="text-ink-2" />
            <Kbd>Ctrl K</Kbd>
          </div>
        </Specimen>
        <Specimen name="Tabs">
          <div className="grid gap-6">
            <div className="h-11 border-b">
              <NavTabs
                label="Which approvals"
                items={[
                  { href: '#mine', label: 'Mine', count: 6, current: true },
                  { href: '#all', label: 'All', count: 10000, current: false },
                ]}
              />
            </div>
            <Tabs
              label="Connection"
              items={[
                { id: 'operations', label: 'Operations', count: 22, content: <p>22 operations were made.</p> },
                { id: 'left', label: 'Left out', count: 1, content: <p>One was left out.</p> },
              ]}
            />
          </div>
        </Specimen>
        <Specimen name="Code">
          <CodeBlock
            label="Request"
            text={
              'POST /orders/1042/refunds\nIdempotency-Key: 0199a1b0-0000-7000-8000-000000000001\n\n{ "amount": { "amount": "49.90", "currency": "EUR" } }'
            }
          />
        </Specimen>
      </div>
    </Section>
  )
}
