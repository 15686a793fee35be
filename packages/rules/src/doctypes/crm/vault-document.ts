import { DESK, defineDocType, EVERYONE } from '../define.ts'
import { check, date, datetime, image, int, link, table, text } from '../fields.ts'

export const VAULT_DOCUMENT = defineDocType({
  name: 'Vault Document',
  area: 'crm',
  series: 'VD-',
  title_fields: ['document_name', 'file_name'],
  strategy: 'version_all',
  conflict_creates_branch: true,
  version_field: 'version',
  branch_naming: '{name}_conflict_{timestamp}',
  reason: 'Never lose document versions; conflicts create branches',

  fields: {
    document_name: text('Document name', { required: true }),
    vault: link('Vault', 'Vault'),
    customer: link('Customer', 'Customer'),
    file: link('File', 'File', { required: true }),
    file_name: text('File name'),
    file_size: int('Size in bytes'),
    mime: text('Media type'),
    content_hash: text('Content hash'),
    thumbnail: image('Thumbnail'),
    version: int('Version', { required: true }),
    category: text('Category'),
    folder: text('Folder'),
    is_private: check('Private'),
    uploaded_at: datetime('Uploaded at'),
    uploaded_by: link('Uploaded by', 'User'),
    portal_visible: check('Visible in the portal'),
    acknowledgment_required: check('Acknowledgement required'),
    acknowledged_at: datetime('Acknowledged at'),
    expiry_date: date('Expires on'),
    parent_version: text('Parent version'),
    branch_of: link('Branch of', 'Vault Document'),
    tags: table('Tags', { tag: text('Tag') }),
    access_log: table('Access log', {
      action: text('Action'),
      timestamp: datetime('At'),
      user: link('User', 'User'),
      ip_address: text('Address'),
    }),
  },

  groups: [{ name: 'content', label: 'Content', fields: ['file', 'content_hash', 'file_size', 'version'] }],
  links: [{ doctype: 'Customer', field: 'customer' }],
  rights: { read: EVERYONE, insert: EVERYONE, update: EVERYONE, delete: DESK },
})
