-- Takes an account whose time is over out of use; from here on its owner cannot take the closing back. KEYS[1] the account. ARGV: now (ms).
-- Returns its sealed profile, or nothing when it is not to be erased.
local closes_at = redis.call('HGET', KEYS[1], 'closes_at')
if not closes_at or tonumber(closes_at) > tonumber(ARGV[1]) then
  return false
end
record('erased')
end_sessions(KEYS[1], 'status', 'disabled')
return redis.call('HGET', KEYS[1], 'profile')
