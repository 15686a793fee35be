/** Who works for the demo company, and whom it works for. */

export interface Colleague {
  readonly name: string
  readonly full_name: string
  readonly email: string
  readonly designation: string
}

/** Those with an account first; the technicians' e-mail addresses are what jobs are assigned to. */
export const EMPLOYEES: readonly Colleague[] = [
  { name: 'EMP-0001', full_name: 'Maja Öberg', email: 'admin@demo.test', designation: 'Operations manager' },
  { name: 'EMP-0002', full_name: 'Ravi Krishnan', email: 'resolver@demo.test', designation: 'Dispatcher' },
  { name: 'EMP-0003', full_name: 'Dana Ruiz', email: 'reception@demo.test', designation: 'Receptionist' },
  { name: 'EMP-0004', full_name: 'Ana Ortega', email: 'tech.a@demo.test', designation: 'Heating technician' },
  {
    name: 'EMP-0005',
    full_name: 'Benoît Lefèvre',
    email: 'tech.b@demo.test',
    designation: 'Refrigeration technician',
  },
  {
    name: 'EMP-0006',
    full_name: 'Jürgen Weiß',
    email: 'j.weiss@nordlicht.example',
    designation: 'Heating technician',
  },
  {
    name: 'EMP-0007',
    full_name: 'Zeynep Yıldız',
    email: 'z.yildiz@nordlicht.example',
    designation: 'Heat pump specialist',
  },
  {
    name: 'EMP-0008',
    full_name: 'Mikołaj Wójcik',
    email: 'm.wojcik@nordlicht.example',
    designation: 'Ventilation technician',
  },
  {
    name: 'EMP-0009',
    full_name: 'Олена Шевченко',
    email: 'o.shevchenko@nordlicht.example',
    designation: 'Energy adviser',
  },
  {
    name: 'EMP-0010',
    full_name: 'Nguyễn Thị Mai',
    email: 't.mai@nordlicht.example',
    designation: 'Energy adviser',
  },
  {
    name: 'EMP-0011',
    full_name: 'Samuel Okafor',
    email: 's.okafor@nordlicht.example',
    designation: 'Planner',
  },
  {
    name: 'EMP-0012',
    full_name: 'Inês Gonçalves',
    email: 'i.goncalves@nordlicht.example',
    designation: 'Apprentice',
  },
]

export const TECHNICIANS = EMPLOYEES.slice(3, 8)
/** Those whom customers book for a visit. */
export const PROVIDERS = EMPLOYEES.slice(3, 11)

export interface Client {
  readonly customer: string
  readonly contact: string
  readonly type: 'Company' | 'Individual'
  readonly group: 'Commercial' | 'Public' | 'Residential' | 'Hospitality'
  readonly street: string
  readonly pincode: string
  readonly latitude: number
  readonly longitude: number
}

const row = (
  customer: string,
  contact: string,
  group: Client['group'],
  place: readonly [street: string, pincode: string, latitude: number, longitude: number],
): Client => {
  const [street, pincode, latitude, longitude] = place
  const type = group === 'Residential' ? 'Individual' : 'Company'
  return { customer, contact, type, group, street, pincode, latitude, longitude }
}

/** Thirty customers of a city in which many languages are spoken. */
export const CUSTOMERS: readonly Client[] = [
  row('Berglunds snabbköp', 'Åsa Berglund', 'Commercial', ['Bergmannstraße 12', '10961', 52.4889, 13.3925]),
  row('田中電機', '田中 健一', 'Commercial', ['Kantstraße 41', '10625', 52.5061, 13.3113]),
  row('مكتبة النور', 'ليلى حداد', 'Commercial', ['Sonnenallee 87', '12045', 52.4842, 13.4362]),
  row('Ταβέρνα Παπαδοπούλου', 'Ελένη Παπαδοπούλου', 'Hospitality', [
    'Akazienstraße 7',
    '10823',
    52.4872,
    13.3548,
  ]),
  row('Bäckerei Müßig', 'Jörg Müßig', 'Commercial', ['Oderberger Straße 23', '10435', 52.5407, 13.4087]),
  row('Łódź Piekarnia', 'Małgorzata Świątek', 'Commercial', ['Torstraße 66', '10119', 52.5298, 13.4067]),
  row('Kita Sonnenblume', 'Beate Krüger', 'Public', ['Danziger Straße 50', '10435', 52.5394, 13.4239]),
  row('Hotel Köpenicker Hof', 'François Lemaître', 'Hospitality', [
    'Köpenicker Straße 105',
    '10179',
    52.5108,
    13.4223,
  ]),
  row('Çiçek Blumen', 'Ayşe Çiçek', 'Commercial', ['Adalbertstraße 94', '10999', 52.5006, 13.4186]),
  row('Phở Hà Nội', 'Trần Văn Minh', 'Hospitality', ['Boxhagener Straße 18', '10245', 52.5118, 13.4608]),
  row('Praxis Dr. Ivanova', 'Светлана Иванова', 'Commercial', [
    'Karl-Marx-Allee 77',
    '10243',
    52.5167,
    13.4376,
  ]),
  row('Grundschule am Weinberg', 'Heike Schäfer', 'Public', ['Weinbergsweg 13', '10119', 52.5321, 13.4017]),
  row('Familie Ångström', 'Björn Ångström', 'Residential', [
    'Schönhauser Allee 101',
    '10439',
    52.5497,
    13.4134,
  ]),
  row('Familie Okonkwo', 'Chiamaka Okonkwo', 'Residential', ['Müllerstraße 140', '13353', 52.5496, 13.3527]),
  row('Familie Đorđević', 'Mirjana Đorđević', 'Residential', [
    'Hermannstraße 222',
    '12049',
    52.4712,
    13.4302,
  ]),
  row('Familie Nakamura', '中村 さくら', 'Residential', [
    'Wilmersdorfer Straße 57',
    '10627',
    52.5064,
    13.3055,
  ]),
  row('Familie Lindqvist', 'Göran Lindqvist', 'Residential', [
    'Kollwitzstraße 64',
    '10435',
    52.5366,
    13.4178,
  ]),
  row('Familie Hernández', 'Lucía Hernández', 'Residential', ['Graefestraße 35', '10967', 52.4918, 13.4206]),
  row('Familie König', 'Ingrid König', 'Residential', ['Bölschestraße 19', '12587', 52.4489, 13.6252]),
  row('Familie Cohen', 'נועה כהן', 'Residential', ['Oranienburger Straße 31', '10117', 52.5247, 13.3935]),
  row('Stadtbibliothek Wedding', 'Sören Petersen', 'Public', ['Osloer Straße 12', '13359', 52.5567, 13.3781]),
  row('Rechenzentrum Spree GmbH', 'Dr. Anneliese Größl', 'Commercial', [
    'Storkower Straße 115',
    '10407',
    52.5338,
    13.4519,
  ]),
  row('Crêperie Bretonne', 'Maël Le Goff', 'Hospitality', ['Rykestraße 39', '10405', 52.5359, 13.4206]),
  row('Seniorenheim Abendsonne', 'Ulrike Jäger', 'Public', ['Drakestraße 66', '12205', 52.4331, 13.3074]),
  row('Autohaus Schröder', 'Kai Schröder', 'Commercial', ['Großbeerenstraße 2', '12107', 52.4404, 13.3728]),
  row('Café Škoda', 'Tereza Dvořáková', 'Hospitality', ['Lenbachstraße 9', '10245', 52.5062, 13.4669]),
  row('대한식품', '김민준', 'Commercial', ['Potsdamer Straße 91', '10785', 52.5026, 13.3644]),
  row('Ristorante Già Sai', 'Niccolò Rossi', 'Hospitality', ['Savignyplatz 5', '10623', 52.5056, 13.3222]),
  row('शर्मा मसाला', 'Priya Sharma', 'Commercial', ['Turmstraße 25', '10559', 52.5264, 13.3421]),
  row('Wohnungsgenossenschaft Süd', 'Holger Böhm', 'Residential', [
    'Britzer Damm 60',
    '12347',
    52.4527,
    13.4356,
  ]),
]
