-- Spends a time step of an authenticator: each step passes once, and none below it ever again, whatever node asks and wherever
-- the phone's clock goes. A success forgets the failures of this source; a success on a known device also unlocks
-- the counter that strangers have exhausted. The phone's clock is learnt or followed here too.
-- KEYS: the plus, the source's counter, the strangers' counter, the ledger of wrong codes.
-- ARGV: authenticator id, step, now (ISO 8601), steps by which the phone is fast by this code, step of the code before where the two of them
-- tell the clock (else empty), of which kind the source is, failures that wear the strangers' door out.
-- Returns {1, step} when the step was spent now, {0, last} when one of the steps or a later one, `last`, was spent before,
-- {-1, 0} when the authenticator is gone or frozen.
local id, step, observed, first = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[4]), tonumber(ARGV[5])
local farthest = 10
local authenticator, frozen, last_step, kept_offset = unpack(redis.call('HMGET', KEYS[1], '<plus:authenticator>' .. id, '<plus:frozen>' .. id,
  '<plus:step>' .. id, '<plus:offset>' .. id))
if not authenticator or frozen then
  return {-1, 0}
end
local last = tonumber(last_step or '-1')
if step <= last or (first and first <= last) then
  return {0, last}
end
local spent = {'<plus:step>' .. id, step, '<plus:used_at>' .. id, ARGV[3]}

-- A quarter of the way at each code: slow typing looks like a slow clock, and must not pull the window away.
local offset = tonumber(kept_offset or '0')
if first then
  offset = observed
elseif offset ~= 0 and math.abs(observed - offset) < 2 then
  offset = offset + (observed - offset) / 4
end
if math.abs(offset) > 0.5 then
  offset = math.max(-farthest, math.min(farthest, offset))
  spent[5], spent[6] = '<plus:offset>' .. id, string.format('%.2f', offset)
elseif kept_offset then
  redis.call('HDEL', KEYS[1], '<plus:offset>' .. id)
end
redis.call('HSET', KEYS[1], unpack(spent))

forget_failures(KEYS[2], KEYS[3], KEYS[4], ARGV[6], ARGV[7])
return {1, step}
