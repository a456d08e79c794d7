-- Opens an inquiry: from here on the auditor sees what the log says of a person. KEYS[1] the inquiry. ARGV: sealed inquiry, its life in
-- seconds. Returns 1.
record('viewed')
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
return 1
