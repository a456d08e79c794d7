-- Takes an account off the list of those to be erased, unless it was listed anew for a later day in the meantime.
-- KEYS[1] the list. ARGV: account id, until when it was taken (ms).
local closes_at = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not closes_at or tonumber(closes_at) > tonumber(ARGV[2]) then
  return 0
end
return redis.call('ZREM', KEYS[1], ARGV[1])
