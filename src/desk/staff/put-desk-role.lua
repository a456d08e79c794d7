-- Gives a role, or changes it. KEYS: the role, the list of who holds one, their numbers. ARGV: account id, sealed role, the number where
-- none is kept yet. Returns 1.
local recorded_as = record('changed')
redis.call('SET', KEYS[1], ARGV[2])
redis.call('SADD', KEYS[2], ARGV[1])
redis.call('HSETNX', KEYS[3], ARGV[1], ARGV[3])
take_with_it(recorded_as)
return 1
