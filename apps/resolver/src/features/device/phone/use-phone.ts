import type { LocalDocument } from '@dartwing/client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, useContext, useEffect } from 'react'
import type { Part, Phone, PhoneView } from './phone.ts'

export const PhoneContext = createContext<Phone | null>(null)

export function usePhone(): Phone {
  const phone = useContext(PhoneContext)
  if (phone === null) throw new Error('There is no phone here.')
  return phone
}

/** What is read from the phone's own database is as new as its last event, and needs no network. */
export const LOCAL = { networkMode: 'always', staleTime: Number.POSITIVE_INFINITY, retry: false } as const

const keyOf = (phone: Phone): readonly string[] => ['device', phone.id]
export const filesKey = (phone: Phone): readonly string[] => [...keyOf(phone), 'files']

export function usePhoneView(phone: Phone | null): PhoneView | null {
  const { data } = useQuery({
    ...LOCAL,
    enabled: phone !== null,
    queryKey: ['device', phone?.id ?? '', 'view'],
    queryFn: () => phone?.view() ?? null,
  })
  return data ?? null
}

export function useRecords(phone: Phone, doctype: string): readonly LocalDocument[] | null {
  const { data } = useQuery({
    ...LOCAL,
    queryKey: [...keyOf(phone), 'records', doctype],
    queryFn: () => phone.client.list(doctype),
  })
  return data ?? null
}

/** Whatever happens on the phone is read again. */
export function useFollow(phone: Phone | null): void {
  const queries = useQueryClient()
  useEffect(() => {
    if (phone === null) return
    const refresh = (part: Part): void =>
      void queries.invalidateQueries({ queryKey: part === 'files' ? filesKey(phone) : keyOf(phone) })
    refresh('all')
    return phone.subscribe(refresh)
  }, [phone, queries])
}
