import type { Card } from '#lib/faces/card-data.ts'
import { refund } from './fixtures.ts'

const gravity: Card['gravity'] = [
  { word: 'can’t be undone', tone: 'bad' },
  { word: 'not confirmed yet', tone: 'wait' },
]

/** The card with more than one thing to say about how grave it is. */
export const gravityStates: { name: string; card: Card }[] = [
  {
    name: 'Can’t be undone, and no admin has confirmed it yet',
    card: { ...refund, gravity, rules: [{ name: 'unconfirmed operations', sentence: 'one admin' }], waitsFor: 'an admin' },
  },
  { name: 'The same in a sandbox', card: { ...refund, gravity, where: 'Commerce · sandbox', environment: 'sandbox' } },
]
