import type { Attachment, LocalDocument } from '@dartwing/client'
import { useQuery } from '@tanstack/react-query'
import type { Phone } from '../phone/phone.ts'
import { filesKey, LOCAL } from '../phone/use-phone.ts'

export interface PhoneFiles {
  readonly account: string | null
  readonly attachments: ReadonlyMap<string, Attachment>
  /** The File documents, by name. */
  readonly documents: ReadonlyMap<string, LocalDocument>
  /** Why descriptions were refused, by name. */
  readonly refusals: ReadonlyMap<string, string>
}

export function useFiles(phone: Phone): PhoneFiles | null {
  const { data } = useQuery({ ...LOCAL, queryKey: filesKey(phone), queryFn: () => readFiles(phone) })
  return data ?? null
}

async function readFiles({ client }: Phone): Promise<PhoneFiles> {
  const refused = (await client.pending()).filter(
    ({ doctype, error }) => doctype === 'File' && error !== null,
  )
  return {
    account: (await client.status()).account,
    attachments: new Map((await client.attachments.list()).map((one) => [one.file, one])),
    documents: new Map((await client.list('File')).map((one) => [one.name, one])),
    refusals: new Map(refused.map(({ name, error }) => [name, error?.message ?? ''])),
  }
}

/** The bytes, read once: what a file holds never changes. */
export function useBytes(phone: Phone, file: string, isHere: boolean): Blob | null {
  const { data } = useQuery({
    ...LOCAL,
    queryKey: ['device-bytes', phone.id, file],
    queryFn: () => phone.client.attachments.read(file),
    enabled: isHere,
    structuralSharing: false,
  })
  return data ?? null
}
