/** What is used of the package: its own declarations name files without endings, which the compiler does not follow. */
declare module '@mantine/schedule' {
  import type { ReactNode } from 'react'

  export interface ScheduleEventData {
    readonly id: string
    readonly title: string
    /** `YYYY-MM-DD HH:mm:ss`, by the clock on the wall. */
    readonly start: string
    readonly end: string
    readonly color: string
    readonly display?: 'default' | 'background'
  }

  export interface DayViewProps {
    readonly mode: 'static'
    readonly date: string
    readonly events: ScheduleEventData[]
    readonly startTime: string
    readonly endTime: string
    readonly intervalMinutes: number
    readonly slotHeight: number
    readonly withHeader: boolean
    readonly withAllDaySlot: boolean
    readonly withCurrentTimeIndicator: boolean
    readonly eventOverlapMode: 'columns'
    readonly renderEventBody: (event: ScheduleEventData) => ReactNode
  }

  export function DayView(props: DayViewProps): ReactNode
}
