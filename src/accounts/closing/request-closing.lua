-- Ends every session and grant of an account that is to be closed, and says when it will be erased. KEYS[1] the account.
-- ARGV: when it will be erased (ms). Returns the second at which the sessions ended, 0 when there is no such account.
if redis.call('EXISTS', KEYS[1]) == 0 then
  return 0
end
local recorded_as = record('requested')
local ended_at = end_sessions(KEYS[1], 'closes_at', ARGV[1])
leave_to_be_revoked(KEYS[1], recorded_as)
return ended_at
