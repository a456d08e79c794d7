-- Forgets the keys whose successor has signed for so long that nothing they signed is of use.
-- KEYS[1] the ring. ARGV: how long (ms), new version. Returns how many were forgotten.
local ring = redis.call('HGETALL', KEYS[1])
local time = redis.call('TIME')
local latest = time[1] * 1000 + math.floor(time[2] / 1000) - ARGV[1]
local keys = {}
for i = 1, #ring, 2 do
  if string.sub(ring[i], 1, 4) == 'alg:' then
    local kid = string.sub(ring[i], 5)
    keys[#keys + 1] = {kid = kid, alg = ring[i + 1], signs = tonumber(redis.call('HGET', KEYS[1], 'signs:' .. kid))}
  end
end
local forgotten = 0
for _, key in ipairs(keys) do
  for _, successor in ipairs(keys) do
    if successor.alg == key.alg and successor.signs > key.signs and successor.signs <= latest then
      forgotten = forgotten + redis.call('HDEL', KEYS[1], 'alg:' .. key.kid)
      redis.call('HDEL', KEYS[1], 'made:' .. key.kid, 'signs:' .. key.kid, 'sealed:' .. key.kid)
    end
  end
end
if forgotten > 0 then
  redis.call('HSET', KEYS[1], 'version', ARGV[2])
  redis.pcall('PUBLISH', KEYS[1], '')
end
return forgotten
