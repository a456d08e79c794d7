-- Gives a role, or changes it. KEYS: the role, the list of who holds one. ARGV: account id, sealed role. Returns 1.
record('changed')
redis.call('SET', KEYS[1], ARGV[2])
redis.call('SADD', KEYS[2], ARGV[1])
return 1
