-- What two people agreed on takes effect, once: the authenticators, the törlőkód and an application under way go, sessions and grants
-- end; with `restore` a suspended account is given back, without its old password: an activation code opens it. The instant is the store's.
-- With `second-account` nothing ends: its owner may be registered once more.
-- KEYS: the request, the plus, its attempts, the account, the application, requests by instant, the leave for a second account.
-- ARGV: version of the request, sealed request, its life (ms), its kind, account id, instant (ms) from which its owner may be told, how long
-- such a leave lasts (ms).
-- Returns 1 when it took effect now, 0 when the request moved or the account is gone.
if redis.call('HGET', KEYS[1], 'version') ~= ARGV[1] or redis.call('EXISTS', KEYS[4]) == 0 then
  return 0
end
local recorded_as = record('effected')
redis.call('HSET', KEYS[1], 'version', string.format('%.0f', tonumber(ARGV[1]) + 1), 'value', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
redis.call('ZADD', KEYS[6], ARGV[6], ARGV[5])
if ARGV[4] == 'second-account' then
  redis.call('SET', KEYS[7], ARGV[5], 'PX', ARGV[7])
  return 1
end
redis.call('DEL', KEYS[2], KEYS[3], KEYS[5])
end_sessions(KEYS[4])
leave_to_be_revoked(KEYS[4], recorded_as)
if ARGV[4] == 'restore' and redis.call('HGET', KEYS[4], 'status') == 'suspended' then
  redis.call('HSET', KEYS[4], 'status', 'awaiting-activation')
end
return 1
