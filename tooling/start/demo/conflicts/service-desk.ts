import type { Doc, Json } from '@dartwing/rules'
import { conversationName } from '../records/conversations.ts'
import { documentName, fileVersion, ticketName } from '../records/service-desk.ts'
import { clientAt, contactName, customerName, type DemoRecord, type World } from '../records/world.ts'
import type { Scene } from './scene.ts'

/** Tickets, conversations and papers that two people had in their hands. */
export function serviceDeskScenes(world: World): Scene[] {
  return [statusRace(world), deletedTicket(world), bothSidesWrite(world), twoVersions(world)]
}

function ticket(index: number, subject: string): DemoRecord {
  return {
    doctype: 'Ticket',
    name: ticketName(index),
    data: {
      subject: `${subject}, ${clientAt(index).customer}`,
      description: '<p>Reported by phone this morning.</p>',
      customer: customerName(index),
      contact: contactName(index),
      category: 'Cooling',
      priority: 'High',
      source: 'Phone',
      status: 'Open',
      assigned_to: 'tech.a@demo.test',
    },
  }
}

function statusRace({ calendar }: World): Scene {
  const target = { doctype: 'Ticket', name: ticketName(40) }
  return {
    story: 'A ticket resolved by the desk and set to pending by the technician',
    before: [ticket(40, 'Display cooler at 11 °C')],
    away: [
      {
        by: 'techAPhone',
        ...target,
        data: {
          status: 'Pending',
          priority: 'Urgent',
          resolution_notes: 'Waiting for the compressor relay, ordered at 9:40.',
        },
      },
    ],
    meanwhile: [
      {
        by: 'frontDesk',
        ...target,
        data: { status: 'Resolved', priority: 'Normal', resolved_at: calendar.now() },
      },
    ],
    expect: 'conflict',
  }
}

function deletedTicket(_world: World): Scene {
  const target = { doctype: 'Ticket', name: ticketName(41) }
  return {
    story: 'A ticket deleted as a duplicate while it was being worked on',
    before: [ticket(41, 'Cooler beeps, second call')],
    away: [
      { by: 'techBPhone', ...target, data: { resolution_notes: 'Fan bearing greased, beeping is gone.' } },
    ],
    meanwhile: [{ by: 'officeDesk', ...target, data: null }],
    expect: 'conflict',
  }
}

function bothSidesWrite({ calendar }: World): Scene {
  const target = { doctype: 'Conversation', name: conversationName(40) }
  const said = (id: string, minutes: number, sender_name: string, text: string): Json => ({
    message_id: `${target.name}-${id}`,
    direction: sender_name === clientAt(3).contact ? 'Inbound' : 'Outbound',
    channel: 'WhatsApp',
    timestamp: calendar.ago(minutes),
    ...{ sender_name, text },
  })
  const adding =
    (...messages: Json[]) =>
    (seen: Doc): Doc => ({ messages: [...(Array.isArray(seen.messages) ? seen.messages : []), ...messages] })
  return {
    story: 'A conversation continued from two sides',
    before: [
      {
        ...target,
        data: {
          subject: 'Το ψυγείο δεν κρυώνει',
          customer: customerName(3),
          contact: contactName(3),
          channel: 'WhatsApp',
          status: 'Open',
          assigned_to: 'reception@demo.test',
          messages: [said('M1', 140, clientAt(3).contact, 'Καλημέρα, το ψυγείο της κουζίνας δεν κρυώνει 😟')],
        },
      },
    ],
    away: [
      {
        by: 'techBPhone',
        ...target,
        data: adding(
          said('B1', 61, 'Benoît Lefèvre', 'Καλημέρα! Είμαι κοντά σας, έρχομαι σε 20 λεπτά 🚐'),
          said('B2', 33, 'Benoît Lefèvre', 'Έτοιμο, ήταν ο ανεμιστήρας. ❄️👍'),
        ),
      },
    ],
    meanwhile: [
      {
        by: 'frontDesk',
        ...target,
        data: adding(
          said('R1', 66, 'Dana Ruiz', 'Καλημέρα σας! Ειδοποιήσαμε τον τεχνικό μας.'),
          said('M2', 48, clientAt(3).contact, 'Ευχαριστώ, περιμένω 🙏'),
        ),
      },
    ],
    expect: 'success',
  }
}

function twoVersions({ calendar }: World): Scene {
  const target = { doctype: 'Vault Document', name: documentName(40) }
  return {
    story: 'A plan that got two second versions',
    before: [
      {
        ...target,
        data: {
          document_name: `Piping plan cellar, ${clientAt(7).customer}`,
          customer: customerName(7),
          file_name: 'piping-plan-cellar.pdf',
          ...fileVersion(target.name, 1, 412_882),
          mime: 'application/pdf',
          category: 'Plans',
          folder: '/Plans/Hospitality',
          remarks: 'Flow pipes in the left shaft. Pump room is reached from the yard.',
          uploaded_by: 'reception@demo.test',
          uploaded_at: calendar.ago(4000),
          tags: [{ tag: 'plan' }],
        },
      },
    ],
    away: [
      {
        by: 'techAPhone',
        ...target,
        data: {
          ...fileVersion(target.name, 2, 431_006, 'tech-a'),
          remarks:
            'Flow pipes in the right shaft, as built. Pump room is reached from the yard, key at the bar.',
          tags: [{ tag: 'plan' }, { tag: 'as built' }],
          uploaded_by: 'tech.a@demo.test',
        },
      },
    ],
    meanwhile: [
      {
        by: 'frontDesk',
        ...target,
        data: {
          ...fileVersion(target.name, 2, 420_310),
          remarks: 'Flow pipes in the left shaft. Pump room is reached from the yard, gate code 4711.',
          uploaded_by: 'reception@demo.test',
          uploaded_at: calendar.ago(50),
        },
      },
    ],
    expect: 'conflict',
  }
}
