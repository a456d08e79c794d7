-- Takes counts of minutes that are over, and records the entries that say how many. Of all nodes that try, one does.
-- KEYS[1] the counts. ARGV: name of each count and what it said. Returns how many were taken.
local minute = math.floor(redis.call('TIME')[1] / 60)
local taken = 0
for i = 1, #ARGV, 2 do
  local name = ARGV[i]
  if tonumber(string.match(name, '^%d+')) < minute and redis.call('HGET', KEYS[1], name) == ARGV[i + 1] then
    if events[name] then
      record(name)
    end
    redis.call('HDEL', KEYS[1], name)
    taken = taken + 1
  end
end
return taken
