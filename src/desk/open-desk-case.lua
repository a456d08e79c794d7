-- Opens a case: from here on the clerk sees a citizen's data. KEYS[1] the case. ARGV: sealed case, its life in seconds. Returns 1.
record('viewed')
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
return 1
