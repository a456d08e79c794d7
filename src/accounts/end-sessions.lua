-- Ends every session and grant of an account, at the store's instant. KEYS[1] the account. ARGV: fields and values that change with it.
-- Who ends them and stays in is dated a second later; so of several ends in one second each is a second after the one before, two at
-- most, and leaves nobody in but its own asker. Every script that ends sessions counts like this.
-- Returns the second at which they ended, 0 when there is no such account.
if redis.call('EXISTS', KEYS[1]) == 0 then
  return 0
end
local now = tonumber(redis.call('TIME')[1])
local before = tonumber(redis.call('HGET', KEYS[1], 'sessions_ended_at') or '0')
local ended_at = math.max(now, before, math.min(before + 1, now + 2))
record('ended')
redis.call('HSET', KEYS[1], 'sessions_ended_at', ended_at, unpack(ARGV))
return ended_at
