-- Gives a role, or changes it. KEYS: the role, the list of who holds one. ARGV: account id, sealed role. Returns 1.
local recorded_as = record('changed')
redis.call('SET', KEYS[1], ARGV[2])
redis.call('SADD', KEYS[2], ARGV[1])
take_with_it(recorded_as)
return 1
