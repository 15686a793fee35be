import { type ConflictEvent, type FeedRow, roomOf, type ServerEvents, socketAuth } from '@dartwing/protocol'
import { docTypeRule, registeredDocTypes } from '@dartwing/rules'
import { Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common'
import { type OnGatewayInit, WebSocketGateway, WebSocketServer } from '@nestjs/websockets'
import type { Server, Socket } from 'socket.io'
import { memberOf } from '../access/membership.repository.ts'
import { isPersonal, type Member, may } from '../access/rights.ts'
import { Tokens } from '../access/tokens.ts'
import { CommitEvents, type Committed } from '../platform/events.ts'
import { Database } from '../platform/prisma/database.ts'
import { withdrawnRow } from '../store/to-feed-row.ts'

type Sockets = Server<Record<string, never>, ServerEvents>
/** Those who decide conflicts of everybody; submitters hear of their own in their own room. */
const CONFLICT_ROLES = new Set(['resolver', 'admin', 'receptionist'])
const conflictRoom = (org: string) => `conflicts:${org}`

/** Tells connected clients what was committed. Rooms are joined here, never by a name a client makes up. */
@WebSocketGateway({ cors: false, maxHttpBufferSize: 65_536 })
export class SyncGateway implements OnGatewayInit, OnModuleInit, OnModuleDestroy {
  readonly #log = new Logger('Realtime')
  @WebSocketServer() private readonly server?: Sockets
  #stop: () => void = () => {}

  constructor(
    private readonly tokens: Tokens,
    private readonly database: Database,
    private readonly events: CommitEvents,
  ) {}

  onModuleInit(): void {
    this.#stop = this.events.listen((committed) => this.#emit(committed))
  }

  onModuleDestroy(): void {
    this.#stop()
  }

  afterInit(server: Sockets): void {
    server.use((socket, next) => {
      this.#admit(socket).then(
        () => next(),
        (error: unknown) => {
          this.#log.debug(`refused: ${error instanceof Error ? error.message : String(error)}`)
          next(new Error('unauthenticated'))
        },
      )
    })
  }

  /** Cuts every connection of this process; clients that are alive come back. */
  disconnectAll(): void {
    this.server?.disconnectSockets(true)
  }

  async #admit(socket: Socket): Promise<void> {
    const { token, org } = socketAuth.parse(socket.handshake.auth)
    const account = await this.tokens.verify(token)
    if (account === null) throw new Error('The access token is not valid')
    const member = await this.database.inOrganisation(org, (tx) => memberOf(tx, org, account))
    await socket.join(roomsOf(member))
  }

  #emit(committed: Committed): void {
    const { server } = this
    if (server === undefined) return
    for (const { row, audience, former } of committed.rows) {
      if (row.reason === 'linked') {
        this.#emitRefresh(committed.org, row, audience)
        continue
      }
      server.to(roomOf.sync(row.doctype, committed.org)).emit('delta', row)
      this.#emitPersonal(committed.org, row, audience, former)
    }
    for (const event of committed.conflicts) this.#emitConflict(committed.org, event)
    for (const { recipient, ...notification } of committed.notifications) {
      server.to(roomOf.user(committed.org, recipient)).emit('notification', notification)
    }
  }

  /** What a row links to has changed, not the row: those who see it read the feed when it suits them. */
  #emitRefresh(org: string, { doctype, name }: FeedRow, audience: readonly string[]): void {
    const isPersonalType = docTypeRule(doctype)?.visibility !== undefined
    const personal = isPersonalType ? audience.map((email) => personalRoom(org, email)) : []
    this.server?.to([roomOf.sync(doctype, org), ...personal]).emit('sync_refresh', { doctype, name })
  }

  /** Personal rows go to their audience by name; those who just left it learn that it is gone. */
  #emitPersonal(org: string, row: FeedRow, audience: readonly string[], former: readonly string[]): void {
    if (docTypeRule(row.doctype)?.visibility === undefined) return
    for (const email of audience) this.server?.to(personalRoom(org, email)).emit('delta', row)
    for (const email of former) this.server?.to(personalRoom(org, email)).emit('delta', withdrawnRow(row))
  }

  #emitConflict(org: string, event: ConflictEvent): void {
    const rooms = [conflictRoom(org), roomOf.user(org, event.conflict.submitted_by)]
    this.server?.to(rooms).emit('conflict', event)
  }
}

const personalRoom = (org: string, email: string) => `personal:${org}:${email}`

/** Every DocType whose rows this member may read without exception; personal ones come one by one. */
function roomsOf(member: Member): string[] {
  const open = registeredDocTypes().filter((name) => {
    const rule = docTypeRule(name)
    return rule !== undefined && may(rule, member.role, 'read') && !isPersonal(rule, member.role)
  })
  const readsPersonally = registeredDocTypes().some((name) => {
    const rule = docTypeRule(name)
    return rule !== undefined && may(rule, member.role, 'read') && isPersonal(rule, member.role)
  })
  return [
    roomOf.org(member.org),
    roomOf.user(member.org, member.email),
    ...open.map((doctype) => roomOf.sync(doctype, member.org)),
    ...(readsPersonally ? [personalRoom(member.org, member.email)] : []),
    ...(CONFLICT_ROLES.has(member.role) ? [conflictRoom(member.org)] : []),
  ]
}
