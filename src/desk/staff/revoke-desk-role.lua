-- Takes a role away. KEYS: the role. Returns 1, or 0 when there was none.
if redis.call('EXISTS', KEYS[1]) == 0 then
  return 0
end
local recorded_as = record('revoked')
redis.call('DEL', KEYS[1])
take_with_it(recorded_as)
return 1
