// SipHash-1-3 with a key of zeros, which the Rust crate siphasher calls SipHasher13 (Aumasson and Bernstein, "SipHash: a
// fast short-input PRF"). No package of Node has it.
const mask = (1n << 64n) - 1n

type Lanes = [bigint, bigint, bigint, bigint]

/** The hash of some bytes, from 0 to 2^64 - 1. */
export function sipHash13(bytes: Buffer): bigint {
  const lanes: Lanes = [0x736f6d6570736575n, 0x646f72616e646f6dn, 0x6c7967656e657261n, 0x7465646279746573n]
  const whole = bytes.length - (bytes.length % 8)
  for (let at = 0; at < whole; at += 8) absorb(lanes, bytes.readBigUInt64LE(at))
  const last = Buffer.alloc(8)
  bytes.copy(last, 0, whole)
  last[7] = bytes.length & 0xff
  absorb(lanes, last.readBigUInt64LE(0))
  lanes[2] ^= 0xffn
  for (let finishing = 0; finishing < 3; finishing += 1) mix(lanes)
  return lanes[0] ^ lanes[1] ^ lanes[2] ^ lanes[3]
}

function absorb(lanes: Lanes, word: bigint): void {
  lanes[3] ^= word
  mix(lanes)
  lanes[0] ^= word
}

function mix(lanes: Lanes): void {
  let [a, b, c, d] = lanes
  a = (a + b) & mask
  b = rotated(b, 13n) ^ a
  a = rotated(a, 32n)
  c = (c + d) & mask
  d = rotated(d, 16n) ^ c
  a = (a + d) & mask
  d = rotated(d, 21n) ^ a
  c = (c + b) & mask
  b = rotated(b, 17n) ^ c
  c = rotated(c, 32n)
  lanes.splice(0, 4, a, b, c, d)
}

function rotated(word: bigint, bits: bigint): bigint {
  return ((word << bits) | (word >> (64n - bits))) & mask
}
