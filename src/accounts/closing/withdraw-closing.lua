-- Keeps an account that was to be closed, unless its erasure has begun. KEYS[1] the account. Returns 1 when it is kept.
if redis.call('HGET', KEYS[1], 'status') ~= 'active' then
  return 0
end
if redis.call('HEXISTS', KEYS[1], 'closes_at') == 0 then
  return 0
end
local recorded_as = record('withdrawn')
redis.call('HDEL', KEYS[1], 'closes_at')
take_with_it(recorded_as)
return 1
