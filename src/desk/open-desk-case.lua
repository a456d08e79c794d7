-- Opens a case: from here on the clerk sees a citizen's data. KEYS[1] the case. ARGV: sealed case, its life in seconds. Returns 1.
-- Sent again by a connection that lost the answer, it is open already: one look-up is one record.
if redis.call('EXISTS', KEYS[1]) == 1 then
  return 1
end
record('viewed')
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
return 1
