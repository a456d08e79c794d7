-- Takes an account whose time is over out of use; from here on its owner cannot take the closing back. KEYS[1] the account. ARGV: now (ms).
-- Returns its sealed profile, or nothing when it is not to be erased.
local closes_at = redis.call('HGET', KEYS[1], 'closes_at')
if not closes_at or tonumber(closes_at) > tonumber(ARGV[1]) then
  return false
end
local now = tonumber(redis.call('TIME')[1])
local before = tonumber(redis.call('HGET', KEYS[1], 'sessions_ended_at') or '0')
local ended_at = math.max(now, before, math.min(before + 1, now + 2))
record('erased')
redis.call('HSET', KEYS[1], 'status', 'disabled', 'sessions_ended_at', ended_at)
return redis.call('HGET', KEYS[1], 'profile')
