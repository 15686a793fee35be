import { ADMIN_ONLY, defineDocType } from '../define.ts'
import { check, datetime, int, json, link, select, table, text } from '../fields.ts'

export const FORM_TEMPLATE = defineDocType({
  name: 'Form Template',
  area: 'configuration',
  series: 'TPL-',
  title_fields: ['title'],
  strategy: 'server_wins',
  reason: 'Templates are versioned and admin-controlled',

  fields: {
    title: text('Title', { required: true }),
    version: int('Version', { required: true }),
    status: select('Status', ['Draft', 'Published', 'Retired']),
    category: text('Category'),
    fields: table('Fields', {
      field_id: text('Field id', { required: true }),
      label: text('Label'),
      fieldtype: select('Type', [
        'text',
        'number',
        'date',
        'select',
        'multiselect',
        'photo',
        'video',
        'signature',
        'gps',
        'barcode',
      ]),
      required: check('Required'),
      options: json('Options'),
      visible_if: text('Visible if'),
      idx: int('Position'),
    }),
    require_signature: check('Signature required'),
    require_gps: check('Position required'),
    allow_offline: check('Allowed offline'),
    pdf_layout: text('PDF layout'),
    supersedes: link('Supersedes', 'Form Template'),
    published_at: datetime('Published at'),
    locale: text('Language'),
  },

  rights: ADMIN_ONLY,
})
