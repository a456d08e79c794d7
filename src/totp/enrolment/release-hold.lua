-- A clerk ends the hold of an application, if it is still as they found it. KEYS[1] the application.
-- ARGV: its version, what it is from here on (sealed), its life (ms). Returns 1 when passed, else 0.
if redis.call('HGET', KEYS[1], 'version') ~= ARGV[1] then
  return 0
end
record('passed')
redis.call('HSET', KEYS[1], 'version', string.format('%.0f', tonumber(ARGV[1]) + 1), 'value', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
