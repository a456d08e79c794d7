-- Takes an account out of use and ends its sessions and grants, at the store's instant; its owner is told. KEYS: the account, the
-- messages to be sent. ARGV: sealed message or ''. Returns 1 when suspended, 0 when it was not in use.
if redis.call('HGET', KEYS[1], 'status') ~= 'active' then
  return 0
end
local recorded_as = record('suspended')
if ARGV[1] ~= '' then
  queue_message(KEYS[2], ARGV[1])
end
redis.call('HSET', KEYS[1], 'status', 'suspended')
take_with_it(recorded_as)
return 1
