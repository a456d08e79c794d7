-- Two people agreed to a second account, and its delay is over: its owner may be registered once more. Nothing ends.
-- KEYS: the request, the account, requests by instant, the leave. ARGV: version of the request, sealed request, its life (ms), account id,
-- instant (ms) from which its owner may be told, how long the leave lasts (ms).
-- Returns 1 when it took effect now, 0 when the request moved or the account is gone.
if not is_at(KEYS[1], ARGV[1]) or redis.call('EXISTS', KEYS[2]) == 0 then
  return 0
end
record('effected')
move_on(KEYS[1], ARGV[1], ARGV[2], ARGV[3])
redis.call('ZADD', KEYS[3], ARGV[5], ARGV[4])
redis.call('SET', KEYS[4], ARGV[4], 'PX', ARGV[6])
return 1
