import { CUSTOMERS, EMPLOYEES } from '../people.ts'
import {
  ABOUT,
  addressName,
  clientAt,
  contactName,
  customerName,
  type DemoRecord,
  itemAt,
  numbered,
} from './world.ts'

const TERRITORY = ['Kreuzberg', 'Mitte', 'Neukölln', 'Pankow', 'Charlottenburg'] as const
const SECOND_SITES = ['Lager', 'Filiale', 'Hinterhaus', 'Werkstatt', 'Dachgeschoss'] as const

/** Customers, contacts, addresses and employees: what everything else links to. */
export function linkedRecords(): DemoRecord[] {
  return [...employees(), ...CUSTOMERS.flatMap((_customer, index) => customer(index)), ...secondAddresses()]
}

function employees(): DemoRecord[] {
  return EMPLOYEES.map((colleague, index) => ({
    doctype: 'Employee',
    name: colleague.name,
    data: {
      employee_name: colleague.full_name,
      user_id: colleague.email,
      designation: colleague.designation,
      department: index < 3 ? 'Office' : 'Field service',
      cell_number: `+49 151 55500${String(index + 10)}`,
      company_email: colleague.email,
      date_of_joining: `20${String(12 + index)}-0${1 + (index % 9)}-01`,
      status: 'Active',
    },
  }))
}

function customer(index: number): DemoRecord[] {
  const client = clientAt(index)
  const name = customerName(index)
  const phone = `+49 30 5550${String(1000 + index * 37)}`
  const email = `kontakt${index + 1}@kunden.example`
  const [first = client.contact, ...rest] = client.contact.split(' ')
  return [
    {
      doctype: 'Customer',
      name,
      data: {
        customer_name: client.customer,
        customer_type: client.type,
        customer_group: client.group,
        territory: itemAt(TERRITORY, index),
        account_manager: index % 3 === 0 ? 'admin@demo.test' : 'reception@demo.test',
        customer_primary_contact: contactName(index),
        customer_primary_address: addressName(index),
        mobile_no: phone,
        email_id: email,
        primary_address: `${client.street}\n${client.pincode} Berlin`,
        ...(client.type === 'Company' ? { tax_id: `DE29${String(1000000 + index * 7919)}` } : {}),
        disabled: 0,
      },
    },
    {
      doctype: 'Contact',
      name: contactName(index),
      data: {
        first_name: first,
        last_name: rest.join(' '),
        full_name: client.contact,
        company_name: client.customer,
        email_id: email,
        phone,
        is_primary_contact: 1,
        links: [{ link_doctype: 'Customer', link_name: name }],
      },
    },
    address(addressName(index), index, client.customer, client.street),
  ]
}

function secondAddresses(): DemoRecord[] {
  return Array.from({ length: ABOUT - CUSTOMERS.length }, (_none, index) => {
    const client = clientAt(index * 3)
    const site = itemAt(SECOND_SITES, index)
    const street = `${client.street.replace(/\d+$/, '')}${index * 6 + 3} (${site})`
    return address(
      numbered('ADDR-', CUSTOMERS.length + index),
      index * 3,
      `${client.customer}, ${site}`,
      street,
    )
  })
}

function address(name: string, index: number, title: string, street: string): DemoRecord {
  const client = clientAt(index)
  return {
    doctype: 'Address',
    name,
    data: {
      address_title: title,
      address_type: client.type === 'Company' ? 'Office' : 'Personal',
      address_line1: street,
      city: 'Berlin',
      state: 'Berlin',
      country: 'Germany',
      pincode: client.pincode,
      is_primary_address: 1,
      links: [{ link_doctype: 'Customer', link_name: customerName(index) }],
    },
  }
}
