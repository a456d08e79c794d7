-- Acknowledges a message of an ordered queue that got through. If it is the first since another was parked, the parked ones are due at
-- once: they are older, and may have met the same fault as everybody. KEYS: the stream, the parked ids. ARGV: group, consumer, id.
local group, consumer, id = ARGV[1], ARGV[2], ARGV[3]
redis.call('XACK', KEYS[1], group, id)
redis.call('XDEL', KEYS[1], id)
redis.call('SREM', KEYS[2], id)
if redis.call('SREM', KEYS[2], 'untested') == 0 then
  return 0
end
local aside = redis.call('SMEMBERS', KEYS[2])
for _, one in ipairs(aside) do
  redis.call('XCLAIM', KEYS[1], group, consumer, 0, one, 'IDLE', 86400000, 'JUSTID')
end
return #aside
