import type { Doc, Json } from '@dartwing/rules'
import { signatureOf } from '../signature.ts'
import { jobName } from './jobs.ts'
import { ABOUT, clientAt, customerName, type DemoRecord, itemAt, numbered, type World } from './world.ts'

const FORMS = [
  ['Boiler service report', 'Heating'],
  ['Heat pump commissioning', 'Heating'],
  ['Refrigerant log book', 'Cooling'],
  ['Leak test', 'Cooling'],
  ['Air volume protocol', 'Ventilation'],
  ['Filter change', 'Ventilation'],
  ['Drinking water sample', 'Hot water'],
  ['Safety briefing', 'Safety'],
  ['Hot works permit', 'Safety'],
  ['Acceptance of work', 'General'],
  ['Site survey', 'General'],
  ['Damage report', 'General'],
  ['Vehicle check', 'General'],
  ['Tool handover', 'General'],
  ['Energy advice', 'Advice'],
  ['Hydraulic balancing', 'Heating'],
  ['Chimney measurement', 'Heating'],
  ['Smoke detector check', 'Safety'],
  ['Cold room temperature log', 'Cooling'],
  ['Customer satisfaction', 'General'],
] as const
const GERMAN = [
  'Wartungsbericht Heizkessel',
  'Inbetriebnahme Wärmepumpe',
  'Kältemittel-Logbuch',
  'Dichtheitsprüfung',
  'Luftmengenprotokoll',
  'Filterwechsel',
  'Trinkwasserprobe',
  'Sicherheitsunterweisung',
  'Heißarbeitserlaubnis',
  'Abnahmeprotokoll',
  'Baustellenbegehung',
  'Schadensbericht',
  'Fahrzeugprüfung',
  'Werkzeugübergabe',
  'Energieberatung',
  'Hydraulischer Abgleich',
  'Schornsteinmessung',
  'Rauchmelderprüfung',
  'Kühlraum-Temperaturprotokoll',
  'Kundenzufriedenheit',
] as const

/** A form is called by its title, as on paper. */
export function templateName(index: number): string {
  const at = index % ABOUT
  return at < FORMS.length ? itemAt(FORMS, at)[0] : itemAt(GERMAN, at)
}
export const formName = (index: number) => numbered('FORM-', index)

/** Every form in English and in German. */
export function formTemplates({ calendar }: World): DemoRecord[] {
  return Array.from({ length: ABOUT }, (_none, index) => {
    const isGerman = index >= FORMS.length
    const category = itemAt(FORMS, index)[1]
    return {
      doctype: 'Form Template',
      name: templateName(index),
      data: {
        title: templateName(index),
        version: 1 + (index % 4),
        status: index % 13 === 12 ? 'Draft' : 'Published',
        category,
        fields: templateFields(isGerman),
        require_signature: category === 'General' || category === 'Safety' ? 1 : 0,
        require_gps: index % 3 === 0 ? 1 : 0,
        allow_offline: 1,
        published_at: calendar.ago(60 * 24 * (20 + index)),
        locale: isGerman ? 'de' : 'en',
      },
    }
  })
}

function templateFields(isGerman: boolean): Json[] {
  const labels = isGerman
    ? ['Zählerstand', 'Druck (bar)', 'Zustand', 'Foto', 'Unterschrift']
    : ['Meter reading', 'Pressure (bar)', 'Condition', 'Photo', 'Signature']
  const types = ['number', 'number', 'select', 'photo', 'signature']
  const ids = ['meter_reading', 'pressure_bar', 'condition', 'photo', 'signature']
  return ids.map((field_id, idx) => ({
    field_id,
    idx: idx + 1,
    label: itemAt(labels, idx),
    fieldtype: itemAt(types, idx),
    required: idx < 3 ? 1 : 0,
    ...(field_id === 'condition'
      ? { options: isGerman ? ['gut', 'mangelhaft'] : ['good', 'worn', 'defective'] }
      : {}),
  }))
}

export function formSubmissions(world: World): DemoRecord[] {
  return Array.from({ length: ABOUT }, (_none, index) => ({
    doctype: 'Form Submission',
    name: formName(index),
    data: {
      ...formSubmission(world, index),
      ...(index % 4 === 3 ? {} : signed(clientAt(index * 7).contact, world.calendar.ago(600 + index * 47))),
    },
  }))
}

/** A form filled in at the job of the same number, not yet signed. */
export function formSubmission({ calendar, random }: World, index: number): Doc {
  const client = clientAt(index * 7)
  return {
    template: templateName(index),
    template_version: 1 + (index % 4),
    dispatch_job: jobName(index % ABOUT),
    customer: customerName(index * 7),
    field_values: {
      meter_reading: 18_000 + random.between(0, 9000),
      pressure_bar: Math.round((1.2 + random.next() * 0.8) * 10) / 10,
      condition: random.pick(['good', 'good', 'worn', 'defective']),
      exhaust_percent: 90 + random.between(0, 7),
    },
    location: { latitude: client.latitude, longitude: client.longitude, accuracy: random.between(4, 18) },
    started_at: calendar.ago(640 + index * 47),
    notes: index % 5 === 0 ? 'Kellerschlüssel beim Hausmeister.' : '',
  }
}

/** A signature with the name under it and the time beside it: one fact, three fields. */
export function signed(name: string, signed_at: string): Doc {
  return { signature: signatureOf(name), signed_by_name: name, signed_at }
}
