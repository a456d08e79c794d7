-- Opens a case: from here on the clerk sees a citizen's data, which counts as a look-up. KEYS: the case, counts of the day.
-- ARGV: sealed case, its life in seconds, field of the clerk, how long counts are kept (s). Returns 1.
-- Sent again by a connection that lost the answer, it is open already: one look-up is one record.
if redis.call('EXISTS', KEYS[1]) == 1 then
  return 1
end
record('viewed')
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
redis.call('HINCRBY', KEYS[2], ARGV[3], 1)
redis.call('EXPIRE', KEYS[2], ARGV[4])
return 1
