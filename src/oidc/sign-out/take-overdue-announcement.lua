-- Takes an announced end of sessions whose announcer has not come back, and leaves it to others when its taker does not come back either.
-- KEYS[1] the announcements. ARGV: now (ms), when others may take it (ms). Returns the announcement or nothing.
local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, 1)
if not due[1] then
  return false
end
redis.call('ZADD', KEYS[1], ARGV[2], due[1])
return due[1]
