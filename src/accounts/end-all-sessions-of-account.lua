-- Ends every session and grant of an account, at the store's instant; what wallets hold of it is revoked, too. KEYS[1] the account.
-- Returns the second at which they ended, 0 when there is no such account.
if redis.call('EXISTS', KEYS[1]) == 0 then
  return 0
end
local recorded_as = record('ended')
local ended_at = end_sessions(KEYS[1])
leave_to_be_revoked(KEYS[1], recorded_as)
return ended_at
