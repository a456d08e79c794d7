-- One node ships at a time, for as long as it says so again in time. KEYS: which one. ARGV: this one, for how long (ms).
-- Returns 1 when it is this one.
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then
  return 0
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
