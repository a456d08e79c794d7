-- Takes the answer of a passkey: its challenge is spent, and its count goes on, for one asker alone. An authenticator that counts never goes
-- back (WebAuthn Level 3 §6.1.1); one that does not count says 0 for ever. The challenge is spent whatever becomes of the count: an answer that
-- comes twice is no copy of its authenticator. KEYS: the plus, the challenge.
-- ARGV: id of the passkey, its count, whether it is backed up (1 or 0), now (ISO 8601), how long challenges live (s).
-- Returns 1 when taken, -1 when the passkey is gone or frozen, -2 when its count went back, -3 when the challenge was answered before.
local id, count = ARGV[1], tonumber(ARGV[2])
if not redis.call('SET', KEYS[2], '1', 'EX', ARGV[5], 'NX') then
  return -3
end
local passkey, frozen, last_count = unpack(redis.call('HMGET', KEYS[1], '<plus:passkey>' .. id, '<plus:frozen>' .. id, '<plus:count>' .. id))
if not passkey or frozen then
  return -1
end
local last = tonumber(last_count or '0')
if (count > 0 or last > 0) and count <= last then
  return -2
end
redis.call('HSET', KEYS[1], '<plus:count>' .. id, ARGV[2], '<plus:backed_up>' .. id, ARGV[3], '<plus:used_at>' .. id, ARGV[4])
return 1
