-- Takes what is due for longest, and leaves it to others when its taker does not come back, or fails. Whoever lists it anew says anew when it is
-- due. KEYS[1] the list. ARGV: now (ms), when others may take it (ms). Returns what was taken, or nothing.
local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, 1)
if not due[1] then
  return false
end
redis.call('ZADD', KEYS[1], ARGV[2], due[1])
return due[1]
