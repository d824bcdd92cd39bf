// Runs before anything is installed, so: plain JavaScript for Node 20, nothing but Node's own modules.
// Installs what is missing, then hands over to Node 24 from npm and the TypeScript files.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const inRoot = (...parts) => join(root, ...parts)
const node24 = inRoot('node_modules/.bin/node')
const nodeFlags = ['--disable-warning=ExperimentalWarning']

process.chdir(root)
if (Number(process.versions.node.split('.')[0]) < 20) fail(`Node.js 20 or newer is needed, this is ${process.versions.node}.`)
if (!installFits()) step('Installing what is needed (npm ci)', install)
if (clientIsStale()) step('Generating the database client', generateClient)
handOver(process.argv.slice(2))

function installFits() {
  const lock = readFileSync(inRoot('package-lock.json'))
  const hash = createHash('sha256').update(lock).digest('hex')
  if (!existsSync(node24)) return false
  if (textOf('node_modules/.countersign-lock') === hash) return true
  // Somebody may have run `npm ci` by hand: npm's own record then says what is there.
  const wanted = JSON.parse(lock.toString()).packages
  const present = JSON.parse(textOf('node_modules/.package-lock.json') || '{}').packages ?? {}
  const fits = Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.optional || entry.devOptional || entry.peer || present[path]?.version === entry.version,
  )
  if (fits) writeFileSync(inRoot('node_modules/.countersign-lock'), hash)
  return fits
}

function install() {
  run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], 'npm ci did not work')
  if (!existsSync(node24))
    fail('npm ci ran, but brought no Node 24. Its install scripts may be switched off: npm config get ignore-scripts')
  const hash = createHash('sha256')
    .update(readFileSync(inRoot('package-lock.json')))
    .digest('hex')
  writeFileSync(inRoot('node_modules/.countersign-lock'), hash)
}

function clientIsStale() {
  const made = inRoot('prisma/generated/client.ts')
  if (!existsSync(made)) return true
  return [inRoot('prisma/schema.prisma'), inRoot('node_modules/.countersign-lock')].some(
    (path) => existsSync(path) && statSync(path).mtimeMs > statSync(made).mtimeMs,
  )
}

function generateClient() {
  run(node24, [...nodeFlags, inRoot('scripts/run/generate-client.ts')], 'The database client could not be generated')
}

/** Supervisor or command, with this terminal. Signals go on to it, and its end is our end. */
function handOver(args) {
  const at = args.indexOf('--run')
  const script = at === -1 ? 'scripts/supervisor.ts' : `scripts/commands/${args[at + 1]}.ts`
  const rest = at === -1 ? args : args.filter((_, index) => index !== at && index !== at + 1)
  // The channel tells the supervisor when this process is gone, however that happened.
  const child = spawn(node24, [...nodeFlags, inRoot(script), ...rest], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  endWithNpm(child)
  child.on('error', (error) => fail(`Node 24 could not be started: ${error.message}`))
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1)
    for (const each of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(each)
    process.kill(process.pid, signal)
  })
}

/** A signal that ends npm, or the shell that npm may put between itself and us, need not get here: so look whether they are there. */
function endWithNpm(child) {
  const parent = process.ppid
  const look = () => spawnSync('ps', ['-o', 'ppid=', '-o', 'args=', '-p', String(parent)], { encoding: 'utf8' }).stdout?.trim() ?? ''
  const [, above, command] = /^(\d+)\s+(.*)$/.exec(look()) ?? []
  const isShell = /^\S*sh -c .*scripts\/start\.mjs/.test(command ?? '')
  if (!isShell && !/^npm\b/.test(command ?? '')) return
  setInterval(() => {
    if (process.ppid !== parent || (isShell && !look().startsWith(above))) child.kill('SIGTERM')
  }, 1000).unref()
}

function run(command, args, problem) {
  const done = spawnSync(command, args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 64 * 1024 * 1024 })
  if (done.status === 0) return
  const said = `${done.stdout ?? ''}${done.stderr ?? ''}`.trim().split('\n').slice(-15).join('\n')
  fail(`${problem}: ${done.error?.message ?? `it ended with ${done.status ?? done.signal}`}\n${said}`)
}

function step(title, work) {
  const start = Date.now()
  process.stderr.write(`  ${title} …`)
  work()
  process.stderr.write(` ${((Date.now() - start) / 1000).toFixed(1)} s\n`)
}

function textOf(path) {
  return existsSync(inRoot(path)) ? readFileSync(inRoot(path), 'utf8') : ''
}

function fail(message) {
  process.stderr.write(`\n${message}\n`)
  process.exit(1)
}
