-- Turns a finished application into an authenticator: it, its spent step and the hash of the new törlőkód appear together, and
-- the application is gone. Frozen authenticators make room. KEYS: the application, the plus, its attempts.
-- ARGV: expected version of the application, authenticator id, sealed authenticator, spent step, hash of the törlőkód,
-- most authenticators (1: only where there is none yet), steps by which the phone is fast (0: none that matters),
-- now (ISO 8601).
-- Returns 1 when activated, 0 when the application moved on or is over, -1 when there are too many already.
if redis.call('HGET', KEYS[1], 'version') ~= ARGV[1] then
  return 0
end
local in_use = 0
local frozen = {}
for _, field in ipairs(redis.call('HKEYS', KEYS[2])) do
  local id = string.match(field, '^authenticator:(.+)$')
  if id and redis.call('HEXISTS', KEYS[2], 'frozen:' .. id) == 1 then
    frozen[#frozen + 1] = id
  elseif id then
    in_use = in_use + 1
  end
end
if in_use >= tonumber(ARGV[6]) then
  return -1
end
record('activated')
for _, id in ipairs(frozen) do
  redis.call('HDEL', KEYS[2], 'authenticator:' .. id, 'step:' .. id, 'used_at:' .. id, 'frozen:' .. id, 'offset:' .. id)
end
redis.call('HSET', KEYS[2], 'authenticator:' .. ARGV[2], ARGV[3], 'step:' .. ARGV[2], ARGV[4], 'cancellation', ARGV[5],
  'cancellation_checked_at', ARGV[8])
if ARGV[7] ~= '0' then
  redis.call('HSET', KEYS[2], 'offset:' .. ARGV[2], ARGV[7])
end
redis.call('DEL', KEYS[1], KEYS[3])
return 1
