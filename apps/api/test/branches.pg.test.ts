/** What was kept beside a document: who may see it, in which order, and that acting on it is an ordinary write. */
import { randomUUID } from 'node:crypto'
import { addressOf, type BranchList, branchList, documentVersion, ENDPOINTS } from '@dartwing/protocol'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  ADMIN,
  type Api,
  call,
  insert,
  type RawDevice,
  RECEPTION,
  RESOLVER,
  rawDevice,
  STRANGER,
  signIn,
  startApi,
  TECH_A,
  update,
} from './api-kit.ts'

const VAULT = 'Vault Document'

let api: Api
let office: RawDevice
let phone: RawDevice
let token: string
beforeAll(async () => {
  api = await startApi()
  office = await rawDevice(api.address, ADMIN)
  phone = await rawDevice(api.address, TECH_A)
  token = await signIn(api.address, RESOLVER)
})
afterAll(() => api.close())

const read = (name: string, as = token) =>
  call(api.address, as, addressOf(ENDPOINTS.documentBranches, { doctype: VAULT, name }))

async function branchesOf(name: string): Promise<BranchList> {
  const answer = await read(name)
  expect(answer.status).toBe(200)
  return branchList.parse(answer.body)
}

async function contentOf(name: string, version: number) {
  const path = addressOf(ENDPOINTS.documentVersion, { doctype: VAULT, name, version: `${version}` })
  return documentVersion.parse((await call(api.address, token, path)).body).data
}

/** A plan that the office and a phone changed at once. */
async function branched(name = `VD-${randomUUID()}`) {
  await office.results([insert(VAULT, name, { document_name: 'Plan', file: 'F-0', version: 1 })])
  await office.results([update(VAULT, name, 1, { file: 'F-1', version: 2 })])
  const [kept] = await phone.results([update(VAULT, name, 1, { file: 'F-2', version: 2 })])
  return { name, branch: kept?.branch?.name ?? '' }
}

it('the branches of a document, the newest first, and the same when asked of a branch', async () => {
  const { name, branch } = await branched()
  const [second] = await phone.results([update(VAULT, name, 1, { remarks: 'Seen on site', version: 2 })])
  const found = await branchesOf(name)
  expect(found.root).toEqual({ name, version: 2, title: 'Plan', deleted: false })
  expect(found.items.map((item) => item.name)).toEqual([second?.branch?.name, branch])
  expect(found.items[1]).toMatchObject({ author: TECH_A, version: 1, label: null, reviewed_at: null })
  expect(await branchesOf(branch)).toEqual(found)
})

it('a document without any has an empty list', async () => {
  const name = `VD-${randomUUID()}`
  await office.results([insert(VAULT, name, { document_name: 'Alone', file: 'F-0', version: 1 })])
  expect((await branchesOf(name)).items).toEqual([])
})

it('to promote is a write of the root: the branch stays, the version before stays', async () => {
  const { name, branch } = await branched()
  const desk = await rawDevice(api.address, RESOLVER)
  const [result] = await desk.results([update(VAULT, name, 2, { file: 'F-2', version: 3 })])
  expect(result).toMatchObject({ status: 'success', version: 3 })
  expect((await branchesOf(name)).items.map((item) => item.name)).toEqual([branch])
  expect(await contentOf(name, 2)).toMatchObject({ file: 'F-1' })
  expect(await contentOf(branch, 1)).toMatchObject({ file: 'F-2', branch_of: name })
})

it('to promote over a change that was not seen loses nothing: it becomes a branch too', async () => {
  const { name } = await branched()
  await office.results([update(VAULT, name, 2, { file: 'F-3', version: 3 })])
  const desk = await rawDevice(api.address, RESOLVER)
  const [result] = await desk.results([update(VAULT, name, 2, { file: 'F-2', version: 3 })])
  expect(result?.status).toBe('conflict')
  expect((await branchesOf(name)).items.map((item) => item.name)).toContain(result?.branch?.name)
})

it('a label and a review are fields of the branch; what a branch inherits is no review of it', async () => {
  const { name, branch } = await branched()
  const reviewed_at = new Date(Date.now() + 60_000).toISOString()
  const desk = await rawDevice(api.address, RESOLVER)
  await desk.results([update(VAULT, branch, 1, { branch_label: 'As built', reviewed_at })])
  expect((await branchesOf(name)).items).toMatchObject([{ label: 'As built', reviewed_at }])
  await desk.results([update(VAULT, branch, 2, { reviewed_at: '2020-01-01T00:00:00Z' })])
  expect((await branchesOf(name)).items).toMatchObject([{ label: 'As built', reviewed_at: null }])
})

it('another organisation finds nothing, a colleague without the queue reads along', async () => {
  const { name, branch } = await branched()
  expect((await read(name, await signIn(api.address, STRANGER))).status).toBe(404)
  expect((await read(branch, await signIn(api.address, STRANGER))).status).toBe(404)
  expect((await read(name, await signIn(api.address, RECEPTION))).status).toBe(200)
  expect((await read(`VD-${randomUUID()}`)).status).toBe(404)
})
