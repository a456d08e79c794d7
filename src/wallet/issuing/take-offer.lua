-- Takes an offer once, or counts a wrong transaction code; after so many it is dead. KEYS[1] the offer.
-- ARGV: hash of the pre-authorized code, `right` or `wrong`, how many tries there are. Returns `taken`, `wrong` or `dead`.
local code, state = unpack(redis.call('HMGET', KEYS[1], 'code', 'state'))
if code ~= ARGV[1] or state ~= 'open' then
  return 'dead'
end
if ARGV[2] == 'right' then
  redis.call('HSET', KEYS[1], 'state', 'taken')
  return 'taken'
end
if redis.call('HINCRBY', KEYS[1], 'tries', 1) >= tonumber(ARGV[3]) then
  redis.call('HSET', KEYS[1], 'state', 'dead')
  return 'dead'
end
return 'wrong'
