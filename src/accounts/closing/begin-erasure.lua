-- Takes an account whose time is over out of use; from here on its owner cannot take the closing back. KEYS[1] the account. ARGV: now (ms).
-- Returns its sealed profile, '' when its records are gone already, or nothing when it is not to be erased: its owner took the closing back, or
-- asked for it anew.
if redis.call('EXISTS', KEYS[1]) == 0 then
  return ''
end
local closes_at = redis.call('HGET', KEYS[1], 'closes_at')
if not closes_at or tonumber(closes_at) > tonumber(ARGV[1]) then
  return false
end
-- Whoever takes up one that stopped ends nothing anew, and records nothing: an erasure is recorded once.
if redis.call('HEXISTS', KEYS[1], 'erasure') == 0 then
  local recorded_as = record('erased')
  redis.call('HSET', KEYS[1], 'status', 'disabled', 'erasure', recorded_as)
  end_what_ends(recorded_as)
end
return redis.call('HGET', KEYS[1], 'profile')
