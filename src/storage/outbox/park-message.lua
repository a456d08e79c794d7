-- The first message of an ordered queue was answered with a fault. After some tries it is parked, in case it is at fault itself, and the
-- next one is the test: if that one meets a fault too, everything does, and all of them are in their order again.
-- KEYS[1] the parked ids, among them `untested` until a message got through. ARGV: id, tries, tries before it is parked.
local is_aside = redis.call('SISMEMBER', KEYS[1], ARGV[1]) == 1
if is_aside then
  return 0
end
if redis.call('SISMEMBER', KEYS[1], 'untested') == 1 then
  return redis.call('DEL', KEYS[1])
end
if tonumber(ARGV[2]) >= tonumber(ARGV[3]) then
  return redis.call('SADD', KEYS[1], ARGV[1], 'untested')
end
return 0
