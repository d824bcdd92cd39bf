/** Something that each platform has one of, made when it is first asked for: two platforms in one process share nothing. */
export function perPlatform<Of extends object, Value>(make: (platform: Of) => Value): (platform: Of) => Value {
  const made = new WeakMap<Of, Value>()
  return (platform) => {
    const known = made.get(platform)
    if (known !== undefined) return known
    const value = make(platform)
    made.set(platform, value)
    return value
  }
}
