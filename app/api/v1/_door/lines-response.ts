/** A file of JSON Lines, written while it is read; `failed` hears what ended it early. */
export function linesResponse({
  fileName,
  lines,
  failed,
}: {
  fileName: string
  lines: AsyncGenerator<string, void>
  failed: (error: unknown) => void
}): Response {
  return new Response(asBytes(lines, failed), {
    headers: {
      'content-type': 'application/jsonl; charset=utf-8',
      'content-disposition': `attachment; filename="${fileName}"`,
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    },
  })
}

/** The next piece is made when the last one is taken; when the reader leaves, the making ends. */
function asBytes(pieces: AsyncGenerator<string, void>, failed: (error: unknown) => void): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const { done, value } = await pieces.next()
          if (done) controller.close()
          else controller.enqueue(encoder.encode(value))
        } catch (error) {
          // The status is out already: the connection breaks, and the file lacks its last line.
          failed(error)
          throw error
        }
      },
      async cancel() {
        await pieces.return()
      },
    },
    { highWaterMark: 0 },
  )
}
