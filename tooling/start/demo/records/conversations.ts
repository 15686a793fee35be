import type { Doc } from '@dartwing/rules'
import {
  ABOUT,
  clientAt,
  contactName,
  customerName,
  type DemoRecord,
  itemAt,
  numbered,
  type World,
} from './world.ts'

const CHANNELS = ['WhatsApp', 'Email', 'SMS', 'Web Chat', 'Telegram'] as const
const STATUSES = ['Open', 'Open', 'Pending', 'Resolved', 'Closed'] as const

/** Who asks, what we answer, what they say to it. */
const TALKS: readonly (readonly [subject: string, ...lines: string[]])[] = [
  [
    'Heating is off',
    'Guten Morgen, die Heizung ist seit heute Nacht kalt 🥶',
    'Guten Morgen! Zeigt das Gerät eine Störung an?',
    'Ja, F.28. Wir haben ein Baby zu Hause.',
    'Wir schicken heute noch jemanden. 🔧',
  ],
  [
    'Question about the offer',
    'Is the second pump included in the price?',
    'Yes, both pumps and the installation.',
    'Perfect, then please book a date.',
  ],
  [
    'موعد الصيانة',
    'صباح الخير، هل يمكن تأجيل الموعد إلى يوم الخميس؟',
    'بالطبع، الخميس الساعة العاشرة مناسب؟',
    'ممتاز، شكرًا 🙏',
  ],
  [
    '冷蔵ケースの件',
    '冷蔵ケースの温度が上がっています。',
    '承知しました。本日中に技術者が伺います。',
    'ありがとうございます。',
  ],
  [
    'Rechnung',
    'Auf der Rechnung fehlt unsere Bestellnummer.',
    'Das tut uns leid, die korrigierte Rechnung kommt heute.',
    'Danke für die schnelle Antwort! 👍',
  ],
  [
    'Ραντεβού',
    'Καλημέρα! Το ψυγείο κάνει πολύ θόρυβο.',
    'Καλημέρα σας, θα περάσουμε αύριο το πρωί.',
    'Ευχαριστώ πολύ 😊',
  ],
  [
    'Rendez-vous',
    'Bonjour, le technicien est-il déjà en route ?',
    'Oui, Benoît arrive dans dix minutes.',
    'Merci !',
  ],
  [
    'Шум вентиляции',
    'Добрый день, вентиляция гудит в кабинете.',
    'Добрый день! Запишем вас на пятницу?',
    'Да, подойдёт.',
  ],
]

export const conversationName = (index: number) => numbered('CONV-', index)

export function conversations(world: World): DemoRecord[] {
  return Array.from({ length: ABOUT }, (_none, index) => ({
    doctype: 'Conversation',
    name: conversationName(index),
    data: conversation(world, index),
  }))
}

function conversation({ calendar }: World, index: number): Doc {
  const [subject, ...lines] = itemAt(TALKS, index)
  const channel = itemAt(CHANNELS, index)
  const started = 90 + index * 137
  return {
    subject,
    customer: customerName(index * 3),
    contact: contactName(index * 3),
    channel,
    status: itemAt(STATUSES, index),
    priority: index % 6 === 0 ? 'High' : 'Normal',
    unread_count: index % 3 === 0 ? 1 : 0,
    assigned_to: index % 2 === 0 ? 'reception@demo.test' : 'admin@demo.test',
    intent: index % 2 === 0 ? 'service_request' : 'question',
    messages: lines.map((text, line) => ({
      message_id: `${conversationName(index)}-M${line + 1}`,
      direction: line % 2 === 0 ? 'Inbound' : 'Outbound',
      channel,
      timestamp: calendar.ago(started - line * 11),
      sender_name: line % 2 === 0 ? clientAt(index * 3).contact : 'Dana Ruiz',
      text,
      read: 1,
    })),
  }
}

export function inboundMessages({ calendar }: World): DemoRecord[] {
  return Array.from({ length: ABOUT }, (_none, index) => {
    const [subject = '', text = ''] = itemAt(TALKS, index)
    const client = clientAt(index * 3)
    const isMail = index % 2 === 0
    return {
      doctype: 'Inbound Message',
      name: numbered('MSG-', index),
      data: {
        message_id: `<${index + 1}.${(index * 7919) % 99991}@mail.kunden.example>`,
        channel: isMail ? 'Email' : 'SMS',
        received_at: calendar.ago(90 + index * 137),
        sender: isMail ? `kontakt${(index % 30) + 1}@kunden.example` : `+49 30 5550${1000 + index * 37}`,
        sender_full_name: client.contact,
        recipients: isMail ? 'service@nordlicht.example' : '+49 30 555 0100',
        subject,
        content: text,
        content_text: text,
        sent_or_received: 'Received',
        communication_medium: isMail ? 'Email' : 'SMS',
        reference_doctype: 'Customer',
        reference_name: customerName(index * 3),
        conversation: conversationName(index),
        has_attachment: 0,
      },
    }
  })
}
