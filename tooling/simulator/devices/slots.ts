/** Who may take part, and with which phone. The last two accounts only work at a desk, and in the field too. */
export interface Slot {
  readonly name: string
  readonly email: string
  readonly role: 'technician' | 'receptionist' | 'resolver' | 'admin'
}

export const SLOTS: readonly Slot[] = [
  { name: 'ana-1', email: 'tech.a@demo.test', role: 'technician' },
  { name: 'ana-2', email: 'tech.a@demo.test', role: 'technician' },
  { name: 'benoit', email: 'tech.b@demo.test', role: 'technician' },
  { name: 'dana', email: 'reception@demo.test', role: 'receptionist' },
  { name: 'ravi', email: 'resolver@demo.test', role: 'resolver' },
  { name: 'maja', email: 'admin@demo.test', role: 'admin' },
]

export const ORG = 'ORG-DEMO'
export const PASSWORD = 'demo'
export const ADDRESS = 'http://simulated.test'
