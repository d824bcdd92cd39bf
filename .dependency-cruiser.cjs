// The floors of architecture.md as rules. Imports go down only, types included; rooms on one floor know each other
// only where the list below says so. tests/architecture.test.ts proves with a wrong import each that every rule bites.
//
// dependency-cruiser cannot read what TypeScript 7 can, so scripts/architecture.ts gives it each file's imports alone,
// in a copy of the tree whose files have a further `.js` at the end of their names.

/** From the ground up. `beside`: what a room may use of its own floor. */
const floors = [
  [{ room: 'core' }],
  [{ room: 'platform' }],
  [{ room: 'audit' }, { room: 'people', beside: ['audit'] }],
  [{ room: 'models' }, { room: 'knowledge' }, { room: 'documents' }],
  [{ room: 'policy' }, { room: 'connectors', beside: ['policy'] }],
  [{ room: 'actions' }, { room: 'approvals', beside: ['actions'] }],
  [{ room: 'faces' }],
  [{ room: 'assistant' }, { room: 'workflows' }, { room: 'ingest' }],
]

const inRooms = (rooms) => `^lib/(${rooms.join('|')})/`
const test = '\\.test\\.tsx?\\.js$'

const floorRules = floors.flatMap((floor, level) =>
  floor.map(({ room, beside = [] }) => {
    const below = floors
      .slice(0, level)
      .flat()
      .map((each) => each.room)
    return {
      name: `floor-${room}`,
      comment: `lib/${room} may use only what lies below it${beside.length > 0 ? ` and lib/${beside.join(', lib/')}` : ''}.`,
      severity: 'error',
      from: { path: `^lib/${room}/`, pathNot: test },
      to: { path: '^lib/', pathNot: inRooms([room, ...beside, ...below]) },
    }
  }),
)

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...floorRules,
    {
      name: 'room-through-its-index',
      comment: "A room's index.ts says what others may use; the rest is its own business.",
      severity: 'error',
      from: { path: '^lib/([^/]+)/', pathNot: test },
      to: { path: '^lib/([^/]+)/', pathNot: ['^lib/$1/', '^lib/[^/]+/index\\.ts\\.js$', '^lib/platform/'] },
    },
    {
      name: 'lib-stands-alone',
      comment: 'lib/ knows no door, no look, no demo, no script and no test.',
      severity: 'error',
      from: { path: '^lib/', pathNot: test },
      to: { path: '^(app|components|workers|demo|scripts|bench|tests)/' },
    },
    {
      name: 'lib-without-react',
      comment: 'lib/ holds no React and no Next: it runs in a worker as well as behind a page.',
      severity: 'error',
      from: { path: '^lib/', pathNot: test },
      to: { path: 'node_modules/(react|react-dom|next|@radix-ui|radix-ui)/' },
    },
    {
      name: 'core-is-pure',
      comment: 'lib/core is plain values and functions: zod, canonicalize and node:crypto, nothing that reaches out.',
      severity: 'error',
      from: { path: '^lib/core/', pathNot: test },
      to: { pathNot: ['^lib/core/', 'node_modules/(zod|canonicalize)/', '^(node:)?crypto$'] },
    },
    {
      name: 'database-below',
      comment: 'Only lib/platform calls the database client, the queue and the outbound HTTP library; others may name their types.',
      severity: 'error',
      from: { path: '^(lib|app|components|workers)/', pathNot: ['^lib/platform/', test] },
      to: { path: ['^prisma/generated/', 'node_modules/(pg|bullmq|ioredis|undici|@prisma)/'] },
    },
    {
      name: 'components-take-data',
      comment: 'components/ take plain data and hand out events: of lib they know only types and pure words.',
      severity: 'error',
      from: { path: '^components/', pathNot: test },
      to: { path: ['^(app|workers|demo|scripts)/', '^lib/(?!core/|faces/card-data\\.ts)'] },
    },
    {
      name: 'doors-apart',
      comment: 'The web process and the worker share lib/, nothing else: either can be there without the other.',
      severity: 'error',
      from: { path: '^(app|workers)/' },
      to: { path: '^(app|workers|scripts|bench|tests)/', pathNot: '^$1/' },
    },
    {
      name: 'demo-stands-alone',
      comment: "The demo stands for other companies' systems: it knows nothing of ours, and only scripts and tests know it.",
      severity: 'error',
      from: { path: '^demo/', pathNot: test },
      to: { path: '^(lib|app|components|workers|prisma|scripts|tests)/' },
    },
    {
      name: 'demo-is-not-known',
      comment: 'Nothing that runs for a real organisation may know the demo, but its data for an empty page come in from app/.',
      severity: 'error',
      from: { path: '^(lib|components|workers)/', pathNot: test },
      to: { path: '^demo/' },
    },
    {
      name: 'no-circles',
      comment: 'Two files that need each other are one file, or three.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'declared-only',
      comment: 'What is imported is in package.json: a package of a package may be gone tomorrow.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'] },
    },
    {
      name: 'no-test-tools-at-run-time',
      comment: 'What runs must not need what only tests have.',
      severity: 'error',
      from: { path: '^(app|components|lib|workers|demo)/', pathNot: [test, '/test-[^/]+\\.ts\\.js$'] },
      to: { dependencyTypes: ['npm-dev'], pathNot: 'node_modules/@types/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
}
