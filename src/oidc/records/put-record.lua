-- Writes a record with its life, unless it is a session that was ended. KEYS[1] the record. ARGV: life (ms), then fields and values.
-- Beside them stays since when it is there, at the store's second: clocks of nodes differ.
if redis.call('HEXISTS', KEYS[1], 'ended') == 1 then
  return 0
end
redis.call('HSET', KEYS[1], unpack(ARGV, 2))
redis.call('HSETNX', KEYS[1], 'since', redis.call('TIME')[1])
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 1
