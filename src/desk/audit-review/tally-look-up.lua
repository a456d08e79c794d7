-- Records a look-up that found nobody, and counts it. KEYS[1] counts of the day. ARGV: field of the clerk, how long counts are kept (s).
-- Returns 1.
record('refused')
redis.call('HINCRBY', KEYS[1], ARGV[1], 1)
redis.call('EXPIRE', KEYS[1], ARGV[2])
return 1
