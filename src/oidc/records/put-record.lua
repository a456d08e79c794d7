-- Writes a record with its life and what points to it, unless it is a session that was ended. KEYS[1] the record, KEYS[2…] pointers.
-- ARGV: life (ms), how many pointers, then fields and values. Beside them stays since when it is there, at the store's second: clocks of
-- nodes differ. The limit was asked before.
local since, ended
if life_left ~= -2 then
  since, ended = unpack(redis.call('HMGET', KEYS[1], 'since', 'ended'))
end
if ended then
  return 0
end
redis.call('HSET', KEYS[1], 'since', since or redis.call('TIME')[1], unpack(ARGV, 3))
redis.call('PEXPIRE', KEYS[1], ARGV[1])
for at = 2, 1 + ARGV[2] do
  redis.call('SET', KEYS[at], KEYS[1], 'PX', ARGV[1])
end
return 1
