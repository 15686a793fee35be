import type { ItemResult, ItemStatus } from '@dartwing/protocol'
import type { Doc } from '@dartwing/rules'
import type { Device, DeviceRoom } from '../devices.ts'
import type { DemoRecord } from '../records/world.ts'

/** The devices of the demo, and whose they are. Nobody meets themselves in a conflict. */
export const CAST = {
  officeDesk: 'admin@demo.test',
  frontDesk: 'reception@demo.test',
  techBTablet: 'tech.b@demo.test',
  dispatcherTablet: 'resolver@demo.test',
  officeLaptop: 'admin@demo.test',
  techAPhone: 'tech.a@demo.test',
  techBPhone: 'tech.b@demo.test',
} as const
export type Actor = keyof typeof CAST

/** One change by one device. `data` null deletes; a function continues what the device shows. */
export interface Act {
  readonly by: Actor
  readonly doctype: string
  readonly name: string
  readonly data: Doc | ((seen: Doc) => Doc) | null
}

/** A record that two people changed without knowing of each other. */
export interface Scene {
  readonly story: string
  /** What there was before. */
  readonly before: readonly DemoRecord[]
  /** Made without a network, and sent when the device is back. */
  readonly away: readonly Act[]
  /** Made and sent by others in the meantime. */
  readonly meanwhile: readonly Act[]
  /** How the server must answer the device that was away. */
  readonly expect: ItemStatus
}

/** Everybody reads, some go away and work, the others work too, and then those who were away come back. */
export async function play(scenes: readonly Scene[], room: DeviceRoom): Promise<void> {
  const deviceOf = (actor: Actor): Promise<Device> => room.device(labelOf(actor), CAST[actor])
  const away = scenes.flatMap((scene) => scene.away)
  const meanwhile = scenes.flatMap((scene) => scene.meanwhile)
  for (const actor of actorsOf([...away, ...meanwhile])) await (await deviceOf(actor)).reconnect()
  for (const act of away) await perform(act, await deviceOf(act.by))
  for (const act of meanwhile) await perform(act, await deviceOf(act.by))
  for (const actor of actorsOf(meanwhile)) await (await deviceOf(actor)).reconnect()
  const answers: ItemResult[] = []
  for (const actor of actorsOf(away)) answers.push(...(await (await deviceOf(actor)).reconnect()).results)
  for (const scene of scenes) check(scene, answers)
}

function actorsOf(acts: readonly Act[]): Actor[] {
  return [...new Set(acts.map((act) => act.by))]
}

async function perform({ doctype, name, data }: Act, device: Device): Promise<void> {
  if (data === null) await device.remove(doctype, name)
  else
    await device.edit(
      doctype,
      name,
      typeof data === 'function' ? data(await device.see(doctype, name)) : data,
    )
}

/** A demo that silently shows something else than it says would be worse than none. */
function check({ story, away, expect }: Scene, answers: readonly ItemResult[]): void {
  for (const act of away) {
    const answer = answers.find((item) => item.doctype === act.doctype && item.name === act.name)
    if (answer?.status !== expect) {
      const got = `${answer?.status ?? 'no answer'} ${JSON.stringify(answer?.conflicts ?? [])}`
      throw new Error(
        `"${story}": ${act.doctype} ${act.name} should be ${expect}, but the server said ${got}`,
      )
    }
  }
}

/** `techAPhone` lies in `tech-a-phone.sqlite`. */
function labelOf(actor: Actor): string {
  return actor.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)
}
