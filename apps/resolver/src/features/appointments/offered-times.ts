import type { FreeTime, Interval } from '@dartwing/protocol'

/** The server's offers. A time that a side already stands for is that side's own option. */
export function offeredTimes(
  free: readonly FreeTime[],
  sides: readonly (Interval | null)[] = [],
): readonly FreeTime[] {
  const own = new Set(sides.flatMap((side) => (side === null ? [] : [spanOf(side)])))
  return free.filter((time) => !own.has(spanOf(time)))
}

function spanOf({ start, end }: Interval): string {
  return `${Date.parse(start)} ${Date.parse(end)}`
}
