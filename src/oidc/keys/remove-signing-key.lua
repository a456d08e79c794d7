-- Takes a key out of the ring at once. If it was signing, the next one that waits signs from now on, or else the replacement.
-- KEYS: the ring, the record of the keys before there was a ring.
-- ARGV: kid, kid of the replacement, sealed replacement, new version.
-- Returns {-1, ''} when there is no such key, {0, ''} when it was not signing, {1, kid of the one that signs now}.
local kid, replacement = ARGV[1], ARGV[2]
local alg = redis.call('HGET', KEYS[1], 'alg:' .. kid)
if not alg then
  return {-1, ''}
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local signing, signing_since = '', -1
local waiting, waiting_until
local ring = redis.call('HGETALL', KEYS[1])
for i = 1, #ring, 2 do
  if string.sub(ring[i], 1, 4) == 'alg:' and ring[i + 1] == alg then
    local other = string.sub(ring[i], 5)
    local signs = tonumber(redis.call('HGET', KEYS[1], 'signs:' .. other))
    if signs <= now and signs > signing_since then
      signing, signing_since = other, signs
    elseif signs > now and (not waiting or signs < waiting_until) then
      waiting, waiting_until = other, signs
    end
  end
end
record('removed')
redis.call('HDEL', KEYS[1], 'alg:' .. kid, 'made:' .. kid, 'signs:' .. kid, 'sealed:' .. kid)
redis.call('HSET', KEYS[1], 'version', ARGV[4])
redis.pcall('PUBLISH', KEYS[1], '')
redis.call('DEL', KEYS[2])
if signing ~= kid then
  return {0, ''}
end
local from = string.format('%.0f', now)
if waiting then
  redis.call('HSET', KEYS[1], 'signs:' .. waiting, from)
  return {1, waiting}
end
redis.call('HSET', KEYS[1], 'alg:' .. replacement, alg, 'made:' .. replacement, from, 'signs:' .. replacement, from, 'sealed:' .. replacement, ARGV[3])
return {1, replacement}
