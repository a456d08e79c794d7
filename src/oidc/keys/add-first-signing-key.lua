-- Puts the very first key of an algorithm into the ring, where it signs at once: whichever node is first, decides for all.
-- KEYS[1] the ring. ARGV: algorithm, kid, sealed key, new version. Returns 1 when it was put in, 0 when there was one.
local alg, kid = ARGV[1], ARGV[2]
local ring = redis.call('HGETALL', KEYS[1])
for i = 1, #ring, 2 do
  if string.sub(ring[i], 1, 4) == 'alg:' and ring[i + 1] == alg then
    return 0
  end
end
local time = redis.call('TIME')
local now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
redis.call('HSET', KEYS[1], 'alg:' .. kid, alg, 'made:' .. kid, now, 'signs:' .. kid, now, 'sealed:' .. kid, ARGV[3], 'version', ARGV[4])
redis.pcall('PUBLISH', KEYS[1], '')
return 1
