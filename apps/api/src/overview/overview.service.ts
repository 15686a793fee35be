import { type Overview, type TimerPause } from '@dartwing/protocol'
import { docTypeRule, registeredDocTypes } from '@dartwing/rules'
import { Inject, Injectable } from '@nestjs/common'
import { adminOf } from '../access/membership.repository.ts'
import type { Account } from '../access/tokens.ts'
import { Database, type Transaction } from '../platform/prisma/database.ts'
import { SETTINGS, type Settings } from '../platform/settings.ts'
import { pausesOf } from '../store/conflicts/timer-pauses.sql.ts'
import { deviceTitle, labelOf } from '../store/title.ts'
import { countOpen, countUrgent, dueByHour } from './deadlines.sql.ts'
import { type HotField, hotDevices, hotFields, hotVersions, ruleQuality } from './hot-spots.sql.ts'
import { countConflicts, countFeedback, countSyncs, type Period, readDays } from './measures.sql.ts'
import { toMetrics } from './to-metrics.ts'

/** How the organisation does, from what its devices, its rules and its people left behind. */
@Injectable()
export class OverviewService {
  constructor(
    private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async read(account: Account, org: string): Promise<Overview> {
    return this.database.inOrganisation(org, async (tx, until) => {
      const { time_zone, rollout_stage } = await adminOf(tx, org, account)
      const { from, days } = await readDays(tx, time_zone, until)
      const period = { org, time_zone, from, until }
      const counted = [
        await countSyncs(tx, period),
        await countConflicts(tx, period),
        await countFeedback(tx, period),
      ]
      return {
        from,
        until,
        time_zone,
        metrics: toMetrics(days, counted),
        deadlines: { hours: await dueByHour(tx, period), ...(await countUrgent(tx, period)) },
        hot_spots: await hotSpots(tx, period),
        rules: await ruleQuality(tx, period),
        timers: timersOf(await countOpen(tx, org), await pausesOf(tx, org)),
        rollout: { stage: rollout_stage, lowest_stage: this.settings.ROLLOUT_LOWEST_STAGE },
      }
    })
  }
}

async function hotSpots(tx: Transaction, period: Period): Promise<Overview['hot_spots']> {
  const devices = await hotDevices(tx, period)
  return {
    fields: (await hotFields(tx, period)).map((hot) => ({ ...hot, label: labelIn(hot) })),
    app_versions: await hotVersions(tx, period),
    devices: devices.map((hot) => ({ ...hot, device: deviceTitle(hot.device_id) ?? hot.device_id })),
  }
}

function labelIn({ doctype, field }: HotField): string {
  const rule = docTypeRule(doctype)
  return rule === undefined ? field : labelOf(rule, field)
}

/** Every DocType there is a rule for, and any other about which somebody is asked. */
function timersOf(
  open: ReadonlyMap<string, number>,
  pauses: ReadonlyMap<string, TimerPause>,
): Overview['timers'] {
  const doctypes = new Set([...registeredDocTypes(), ...open.keys(), ...pauses.keys()])
  return [...doctypes]
    .toSorted()
    .map((doctype) => ({ doctype, open: open.get(doctype) ?? 0, paused: pauses.get(doctype) ?? null }))
}
