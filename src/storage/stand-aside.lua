-- The first in line was answered with a fault. After some tries it stands aside, in case it is at fault itself, and the next in line is the
-- test: if that one meets a fault too, everything does, and all of them stand in line again.
-- KEYS[1] those aside, among them `untested` until somebody got through. ARGV: id, tries, tries in line.
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
