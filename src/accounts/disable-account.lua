-- Disables an account and ends its sessions and grants, at the store's instant. KEYS[1] the account.
-- Returns 1 when disabled, 0 when there is no such account.
if redis.call('EXISTS', KEYS[1]) == 0 then
  return 0
end
local now = tonumber(redis.call('TIME')[1])
local before = tonumber(redis.call('HGET', KEYS[1], 'sessions_ended_at') or '0')
local ended_at = math.max(now, before, math.min(before + 1, now + 2))
record('disabled')
redis.call('HSET', KEYS[1], 'status', 'disabled', 'sessions_ended_at', ended_at)
return 1
