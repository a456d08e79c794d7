-- Takes an account out of use and ends its sessions and grants, at the store's instant. KEYS[1] the account.
-- Returns 1 when suspended, 0 when it was not in use.
if redis.call('HGET', KEYS[1], 'status') ~= 'active' then
  return 0
end
record('suspended')
local now = tonumber(redis.call('TIME')[1])
local before = tonumber(redis.call('HGET', KEYS[1], 'sessions_ended_at') or '0')
local ended_at = math.max(now, before, math.min(before + 1, now + 2))
redis.call('HSET', KEYS[1], 'status', 'suspended', 'sessions_ended_at', ended_at)
return 1
