-- Ends every session and grant of an account, at the store's instant. KEYS[1] the account.
-- Returns the second at which they ended, 0 when there is no such account.
if redis.call('EXISTS', KEYS[1]) == 0 then
  return 0
end
record('ended')
local ended_at = end_sessions(KEYS[1])
return ended_at
