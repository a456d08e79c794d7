-- Spends a time step of an authenticator: each step passes once, whatever node asks. A success forgets the failures of this
-- guesser; a success on a known device also opens the door again that strangers have worn out.
-- KEYS: the plus, the guesser's counter, the strangers' counter.
-- ARGV: authenticator id, step, now (ISO 8601), failures that wear the door out.
-- Returns 1 when the step was spent now, 0 when it or a later one was spent before, -1 when the authenticator is gone or frozen.
local is_there = redis.call('HEXISTS', KEYS[1], 'authenticator:' .. ARGV[1]) == 1
if not is_there or redis.call('HEXISTS', KEYS[1], 'frozen:' .. ARGV[1]) == 1 then
  return -1
end
local last = tonumber(redis.call('HGET', KEYS[1], 'step:' .. ARGV[1]) or '-1')
if tonumber(ARGV[2]) <= last then
  return 0
end
redis.call('HSET', KEYS[1], 'step:' .. ARGV[1], ARGV[2], 'used_at:' .. ARGV[1], ARGV[3])
redis.call('DEL', KEYS[2])
if tonumber(redis.call('HGET', KEYS[3], 'failures') or '0') >= tonumber(ARGV[4]) then
  redis.call('DEL', KEYS[3])
end
return 1
