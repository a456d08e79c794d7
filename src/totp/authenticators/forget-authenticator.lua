-- Removes one authenticator of several; the last one in use goes only with the törlőkód. KEYS[1] the plus. ARGV: authenticator id.
-- Returns 1 when removed, 0 when there is no such authenticator, -1 when it is the last one in use.
if redis.call('HEXISTS', KEYS[1], 'authenticator:' .. ARGV[1]) == 0 then
  return 0
end
if others_in_use(KEYS[1], ARGV[1]) == 0 then
  return -1
end
record('forgotten')
redis.call('HDEL', KEYS[1], 'authenticator:' .. ARGV[1], 'step:' .. ARGV[1], 'used_at:' .. ARGV[1], 'frozen:' .. ARGV[1],
  'offset:' .. ARGV[1])
return 1
