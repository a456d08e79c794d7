-- Ends every session and grant of an account that is to be closed, and says when it will be erased. KEYS[1] the account.
-- ARGV: when it will be erased (ms). Returns the second at which the sessions ended, 0 when there is no such account.
if redis.call('EXISTS', KEYS[1]) == 0 then
  return 0
end
local recorded_as = record('requested')
redis.call('HSET', KEYS[1], 'closes_at', ARGV[1])
return take_with_it(recorded_as)
