-- Takes back an attempt that was no guess (the right code, but used or just expired), or was not looked at: nothing is kept of it.
-- KEYS[1] the counter. ARGV: attempts in a round.
local failures = tonumber(redis.call('HGET', KEYS[1], 'failures') or '0')
if failures <= 1 then
  return redis.call('DEL', KEYS[1])
end
if failures % tonumber(ARGV[1]) == 0 then
  redis.call('HDEL', KEYS[1], 'locked_until')
end
return redis.call('HINCRBY', KEYS[1], 'failures', -1)
