// Loaded into every child of the supervisor: a child never outlives a supervisor that was killed.
if (process.connected) {
  process.on('disconnect', () => {
    process.kill(process.pid, 'SIGTERM')
    setTimeout(() => process.exit(1), 3_000).unref()
  })
  process.channel?.unref()
}
