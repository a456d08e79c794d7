-- Takes back an attempt that was no guess (the right code, but used or just expired; or refused for another reason). Of the only one
-- nothing stays: whoever is refused for their network leaves no counter for each name that they try.
-- KEYS[1] the counter. ARGV: attempts in a round.
local failures = tonumber(redis.call('HGET', KEYS[1], 'failures') or '0')
if failures <= 1 then
  redis.call('DEL', KEYS[1])
  return 0
end
if failures % tonumber(ARGV[1]) == 0 then
  redis.call('HDEL', KEYS[1], 'locked_until')
end
return redis.call('HINCRBY', KEYS[1], 'failures', -1)
