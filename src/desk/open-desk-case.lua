-- Opens a case: from here on the clerk sees a citizen's data, which counts as a look-up. KEYS: the case, counts of the day.
-- ARGV: sealed case, its life in seconds, field of the clerk, how long counts are kept (s). Returns 1.
record('viewed')
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
redis.call('HINCRBY', KEYS[2], ARGV[3], 1)
redis.call('EXPIRE', KEYS[2], ARGV[4])
return 1
