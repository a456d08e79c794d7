-- Counts how often limits were reached, by the hour of the store's clock. KEYS: the counts. ARGV: hours that are kept, life (ms), then of each
-- limit its name and how often.
local hour = math.floor(redis.call('TIME')[1] / 3600)
local is_first = false
for at = 3, #ARGV, 2 do
  local sum = redis.call('HINCRBY', KEYS[1], hour .. ' ' .. ARGV[at], ARGV[at + 1])
  is_first = is_first or sum == tonumber(ARGV[at + 1])
end
for _, field in ipairs(is_first and redis.call('HKEYS', KEYS[1]) or {}) do
  if tonumber(string.match(field, '^%d+')) <= hour - tonumber(ARGV[1]) then
    redis.call('HDEL', KEYS[1], field)
  end
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
