-- Disables an account and ends its sessions and grants, at the store's instant. KEYS[1] the account.
-- Returns 1 when disabled, 0 when there is no such account.
if redis.call('EXISTS', KEYS[1]) == 0 then
  return 0
end
local recorded_as = record('disabled')
redis.call('HSET', KEYS[1], 'status', 'disabled')
take_with_it(recorded_as)
return 1
