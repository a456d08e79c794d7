-- The clerk compared the person with a document. KEYS[1] the case. ARGV: sealed case. Returns 1, or 0 when the case is over.
if redis.call('EXISTS', KEYS[1]) == 0 then
  return 0
end
record('checked')
redis.call('SET', KEYS[1], ARGV[1], 'KEEPTTL')
return 1
