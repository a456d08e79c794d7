-- What two people agreed on takes effect, once: the authenticators, the törlőkód and an application under way go, sessions and grants
-- end; with `restore` a suspended account is given back, without its old password: an activation code opens it. The instant is the store's.
-- KEYS: the request, the account, requests by instant.
-- ARGV: version of the request, sealed request, its life (ms), `reset` or `restore`, account id, instant (ms) from which its owner may be told.
-- Returns 1 when it took effect now, 0 when the request moved or the account is gone.
if not is_at(KEYS[1], ARGV[1]) or redis.call('EXISTS', KEYS[2]) == 0 then
  return 0
end
local recorded_as = record('effected')
move_on(KEYS[1], ARGV[1], ARGV[2], ARGV[3])
redis.call('ZADD', KEYS[3], ARGV[6], ARGV[5])
take_with_it(recorded_as)
if ARGV[4] == 'restore' and redis.call('HGET', KEYS[2], 'status') == 'suspended' then
  redis.call('HSET', KEYS[2], 'status', 'awaiting-activation')
end
return 1
