-- Takes back an attempt that was no guess (the right code, but used or just expired; or refused for another reason). Of the only one
-- nothing stays: whoever is refused for their network leaves no counter for each name that they try.
-- KEYS: the counter of the source, the ledger. ARGV: attempts in a round, of which kind the source is, whether the ledger counted it (1).
if ARGV[3] == '1' then
  take_back(KEYS[2], ARGV[2])
end

local failures = tonumber(redis.call('HGET', KEYS[1], 'failures') or '0')
if failures <= 1 then
  -- What else stands there stays: the code of a wrong clock, which the next one confirms.
  redis.call('HDEL', KEYS[1], 'failures', 'locked_until')
  return 0
end
if failures % tonumber(ARGV[1]) == 0 then
  redis.call('HDEL', KEYS[1], 'locked_until')
end
return redis.call('HINCRBY', KEYS[1], 'failures', -1)
