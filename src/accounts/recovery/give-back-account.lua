-- Gives a disabled account back as the desk gives back a suspended one: without its old password, and without the authenticators, the
-- törlőkód and an application under way. An activation code opens it; the owner is told. The instant is the store's.
-- KEYS: the account, the messages to be sent.
-- ARGV: hash of the code, its life (ms), sealed message or ''.
-- Returns the instant (ms) at which the code ends, 0 when the account is not disabled, -1 when it is being erased.
local status, closes_at = unpack(redis.call('HMGET', KEYS[1], 'status', 'closes_at'))
if status ~= 'disabled' then
  return 0
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if closes_at and tonumber(closes_at) <= now then
  return -1
end
local recorded_as = record('enabled')
if ARGV[3] ~= '' then
  queue_message(KEYS[2], ARGV[3])
end
local ends_at = now + tonumber(ARGV[2])
local until_then = string.format('%.0f', ends_at)
redis.call('HSET', KEYS[1], 'status', 'awaiting-activation', 'activation', ARGV[1], 'activation_until', until_then)
take_with_it(recorded_as)
return ends_at
