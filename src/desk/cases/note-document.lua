-- The clerk compared the person with a document. KEYS[1] the case. ARGV: sealed case. Returns 1, or 0 when the case is over.
local before = redis.call('GET', KEYS[1])
if not before then
  return 0
end
-- Sent again by a connection that lost the answer, it is done already.
if before ~= ARGV[1] then
  record('checked')
  redis.call('SET', KEYS[1], ARGV[1], 'KEEPTTL')
end
return 1
