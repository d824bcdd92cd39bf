export interface Person {
  name: string
  email: string
  company: string | null
  jobTitle: string | null
  city: string
  country: string
  currency: string
}

/** Name | mailbox | city | country | company, job title. The first is the customer of order 1042. */
const lines = `
Ada Lovelace|ada@example.test|London|GB
Seán O'Brien|sean.obrien@example.test|Cork|IE|O'Brien & Daughters Ltd|Owner
Jürgen Müller|juergen.mueller@cafe-mueller.example|Freiburg|DE|Café Müller GmbH|Inhaber
Ömer Yıldız|oemer.yildiz@example.test|Izmir|TR
ليلى حداد|layla.haddad@example.test|Berlin|DE
Zoë d'Arcy|zoe.darcy@example.test|Bristol|GB
Łukasz Wójcik|lukasz.wojcik@example.test|Kraków|PL
María José Núñez|mj.nunez@example.test|Sevilla|ES
François Lefèvre|francois@lefevre-traiteur.example|Lyon|FR|Lefèvre Traiteur|Chef
Siobhán Ní Dhomhnaill|siobhan@example.test|Galway|IE
Grace Hopper|grace@example.test|Arlington|US
Alan Turing|alan@example.test|Manchester|GB
Katherine Johnson|katherine@example.test|Hampton|US
Emmy Noether|emmy@example.test|Erlangen|DE
Hedy Lamarr|hedy@example.test|Wien|AT
Åsa Björkman|asa.bjorkman@example.test|Göteborg|SE
Søren Kjær|soren@kjaer-design.example|Aarhus|DK|Kjær Design ApS|Partner
Þóra Jónsdóttir|thora@example.test|Reykjavík|IS
田中 さくら|sakura.tanaka@example.test|Düsseldorf|DE
Nguyễn Thị Hương|huong.nguyen@example.test|Praha|CZ
محمد العلي|mohammed.alali@example.test|Wien|AT
Γιώργος Παπαδόπουλος|giorgos@example.test|Thessaloniki|GR
Оксана Шевченко|oksana@example.test|Leipzig|DE
Chinedu Okonkwo|chinedu@example.test|Dublin|IE
Priya Raman|priya@raman-interiors.example|London|GB|Raman Interiors|Buyer
Jean-Luc Picaud|jeanluc@example.test|La Rochelle|FR
Bianca D'Angelo|bianca@osteria-dangelo.example|Bologna|IT|Osteria D'Angelo|Manager
Matteo Ricci|matteo.ricci@example.test|Torino|IT
Ingrid Vogel|ingrid.vogel@hotel-vogel.example|Zürich|CH|Hotel Vogel AG|Einkauf
Urs Ammann|urs.ammann@example.test|Bern|CH
Noémie Rochat|noemie@example.test|Lausanne|CH
Tomáš Dvořák|tomas@example.test|Brno|CZ
Zsófia Szabó|zsofia@example.test|Budapest|HU
João Gonçalves|joao@example.test|Porto|PT
Inês Carvalho|ines.carvalho@example.test|Lisboa|PT
Renée van 't Hof|renee@example.test|Utrecht|NL
Pieter de Groot|pieter@degroot-horeca.example|Rotterdam|NL|De Groot Horeca BV|Inkoper
Marie Vandenbroeck|marie@example.test|Gent|BE
Anaïs Dubois|anais@example.test|Paris|FR
Björn Lindqvist|bjorn@example.test|Uppsala|SE
Aino Mäkelä|aino@example.test|Tampere|FI
Eglė Kazlauskienė|egle@example.test|Vilnius|LT
Mārtiņš Ozols|martins@example.test|Rīga|LV
Ștefan Ionescu|stefan@example.test|Cluj|RO
Ивайло Димитров|ivaylo@example.test|София|BG
Ana Marić|ana.maric@example.test|Zagreb|HR
Špela Žagar|spela@example.test|Ljubljana|SI
Aoife Gallagher|aoife@example.test|Dublin|IE
Liam O'Connor|liam@oconnor-events.example|Limerick|IE|O'Connor Events|Director
Fatma Şahin|fatma.sahin@example.test|Köln|DE
Heinz Großmann|heinz@example.test|Kassel|DE
Annegret Weiß|annegret@pension-weiss.example|Dresden|DE|Pension Weiß|Inhaberin
Dörte Petersen|doerte@example.test|Flensburg|DE
Hans-Peter Krüger|hp.krueger@example.test|Rostock|DE
Thể Bùi|the.bui@example.test|Berlin|DE
Samira Ben Ali|samira@example.test|Marseille|FR
Youssef El Idrissi|youssef@example.test|Bruxelles|BE
دانا منصور|dana.mansour@example.test|Hamburg|DE
Rachel Cohen|rachel@example.test|London|GB
Oluwaseun Adeyemi|seun@example.test|Leeds|GB
Mei-Ling Chen|meiling@example.test|Eindhoven|NL
Park Ji-woo|jiwoo@example.test|Frankfurt|DE
Ravi Shankar Iyer|ravi@example.test|Boston|US
Emily O'Hara|emily@ohara-staging.example|Chicago|US|O'Hara Home Staging|Founder
Jack Thompson|jack@example.test|Portland|US
Sofia Papadaki|sofia@example.test|Heraklion|GR
Valentina Rossi|valentina@example.test|Milano|IT
Carmen Ortega|carmen@ortega-hogar.example|Madrid|ES|Ortega Hogar SL|Compras
Iker Etxeberria|iker@example.test|Bilbao|ES
Mateusz Kowalczyk|mateusz@example.test|Gdańsk|PL
Agnieszka Żuk|agnieszka@example.test|Wrocław|PL
Dimitri Van Acker|dimitri@example.test|Antwerpen|BE
Clara Schumann-Beck|clara@example.test|Bonn|DE
Friedrich Öztürk|friedrich@kantine-nord.example|Hamburg|DE|Kantine Nord eG|Leitung
Lotte Jansen|lotte@example.test|Groningen|NL
Margaret Hamilton|margaret@example.test|Boston|US
Nils Håkansson|nils@example.test|Malmö|SE
Paulina Nowak|paulina@example.test|Poznań|PL
Quentin Roux|quentin@example.test|Nantes|FR
Wilhelmina "Mina" Harker|mina@example.test|Exeter|GB
`

const currencies: Readonly<Record<string, string>> = { GB: 'GBP', US: 'USD', CH: 'CHF' }

export const people: readonly Person[] = lines
  .trim()
  .split('\n')
  .map((line, index) => {
    const [name = '', email = '', city = '', country = '', company, jobTitle] = line.split('|')
    // Ada lives in London and has always paid in euros.
    const currency = index === 0 ? 'EUR' : (currencies[country] ?? 'EUR')
    return { name, email, city, country, currency, company: company ?? null, jobTitle: jobTitle ?? null }
  })

/** Numbers that are set aside for fiction (Ofcom); every seventh person has none. */
export function phone(index: number): string | null {
  return index % 7 === 6 ? null : `+44 20 7946 0${String(100 + index).slice(-3)}`
}
