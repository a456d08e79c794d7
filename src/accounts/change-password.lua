-- Replaces a password hash only if it is still the one that was verified, and ends the sessions and grants of the account.
-- KEYS[1] the account. ARGV: old hash, new hash. Returns the second at which the sessions ended, 0 when the password had changed.
if redis.call('HGET', KEYS[1], 'password') ~= ARGV[1] then
  return 0
end
local now = tonumber(redis.call('TIME')[1])
local before = tonumber(redis.call('HGET', KEYS[1], 'sessions_ended_at') or '0')
local ended_at = math.max(now, before, math.min(before + 1, now + 2))
record('changed')
redis.call('HSET', KEYS[1], 'password', ARGV[2], 'sessions_ended_at', ended_at)
return ended_at
