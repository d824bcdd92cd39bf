// Loaded into every child of the supervisor: a child never outlives a supervisor that was killed.
// What this process starts itself (Next's helpers while developing) has another parent: it must not load this.
process.execArgv = process.execArgv.filter((flag, index, all) => flag !== '--import' && all[index - 1] !== '--import')

if (process.connected) {
  process.on('disconnect', () => {
    process.kill(process.pid, 'SIGTERM')
    setTimeout(() => process.exit(1), 3_000).unref()
  })
  process.channel?.unref()
}
