-- Writes a record with its life. KEYS[1] the record. ARGV: life (ms), then fields and values.
redis.call('HSET', KEYS[1], unpack(ARGV, 2))
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 1
