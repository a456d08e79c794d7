-- From now on another key signs checkpoints; what the others signed stays good.
-- KEYS[1] the keys. ARGV: name of the key, its field, the key sealed. Records `added`.
record('added')
redis.call('HSET', KEYS[1], 'current', ARGV[1], ARGV[2], ARGV[3])
return 1
