-- Notes that somebody asked again whether it was decided. Whoever asks too soon must wait longer from then on (RFC 8628 §3.5).
-- KEYS[1] the pace. ARGV: usual interval (ms), tolerance (ms), added after each haste (ms), longest interval (ms), life (ms).
-- Returns 1 when it was time, 0 when not.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local last = tonumber(redis.call('HGET', KEYS[1], 'last') or '0')
local interval = tonumber(redis.call('HGET', KEYS[1], 'interval') or ARGV[1])
local in_time = now - last >= interval - tonumber(ARGV[2])
if not in_time then
  interval = math.min(interval + tonumber(ARGV[3]), tonumber(ARGV[4]))
end
redis.call('HSET', KEYS[1], 'last', string.format('%.0f', now), 'interval', string.format('%.0f', interval))
redis.call('PEXPIRE', KEYS[1], ARGV[5])
return in_time and 1 or 0
