-- Puts a new key into the ring that will sign after a wait, unless one of its algorithm is waiting already.
-- KEYS: the ring, the record of the keys before there was a ring (which no longer tells the truth then).
-- ARGV: algorithm, kid, sealed key, wait (ms), new version.
-- Returns {1, kid, when it will sign (ms)}, or {0, kid, when} of the one that waits.
local alg, kid, wait = ARGV[1], ARGV[2], tonumber(ARGV[4])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local ring = redis.call('HGETALL', KEYS[1])
for i = 1, #ring, 2 do
  if string.sub(ring[i], 1, 4) == 'alg:' and ring[i + 1] == alg then
    local other = string.sub(ring[i], 5)
    local signs = redis.call('HGET', KEYS[1], 'signs:' .. other)
    if tonumber(signs) > now then
      return {0, other, signs}
    end
  end
end
local made, signs = string.format('%.0f', now), string.format('%.0f', now + wait)
record('added')
redis.call('HSET', KEYS[1], 'alg:' .. kid, alg, 'made:' .. kid, made, 'signs:' .. kid, signs, 'sealed:' .. kid, ARGV[3], 'version', ARGV[5])
redis.pcall('PUBLISH', KEYS[1], '')
redis.call('DEL', KEYS[2])
return {1, kid, signs}
