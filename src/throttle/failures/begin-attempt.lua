-- Counts an attempt before it is evaluated, so that parallel guesses cannot slip past the limit; and where it comes from (take.lua).
-- KEYS: the counter of the source, the ledger of all sources. ARGV: now (ms), attempts in a round, rounds' locks (ms, comma separated), life
-- of the counter (ms; 0: kept until a success), of which kind the source is, most consecutive failures of that kind, most in a day and in
-- a year (0: no such end), whether what is too much is to look as if it were wrong (1), life of the ledger (ms).
-- Returns the verdict, a detail, `wait`: for how long there is no room where it comes from (ms), until when it is locked from now on (ms; 0:
-- not), whether the kind is worn out (1), and failures of the kind in a row before. Verdict 1: may be evaluated, attempts left in this round; 0: not, locked until (ms);
-- -1: worn out.
local wait = take()
local now = tonumber(ARGV[1])
local round = tonumber(ARGV[2])
local life = tonumber(ARGV[4])
local of, most, is_silent = ARGV[5], tonumber(ARGV[6]), ARGV[9] == '1'

-- Slots of an hour and of thirty days, one more than a day and a year need: what is within any day or year is within the slots that count.
local units = {
  {name = 'hour', length = 3600000, slots = 25, most = tonumber(ARGV[7])},
  {name = 'month', length = 2592000000, slots = 14, most = tonumber(ARGV[8])},
}
local kept, ledger, lapsed = redis.call('HGETALL', KEYS[2]), {}, {}
for at = 1, #kept, 2 do
  ledger[kept[at]] = tonumber(kept[at + 1])
end

local function count(unit)
  unit.slot = math.floor(now / unit.length)
  unit.sum, unit.oldest = 0, unit.slot
  local of_unit = '^' .. of .. ' ' .. unit.name .. ' (%d+)$'
  for field, failures in pairs(ledger) do
    local slot = tonumber(string.match(field, of_unit))
    if slot and slot <= unit.slot - unit.slots then
      lapsed[#lapsed + 1] = field
    elseif slot then
      unit.sum, unit.oldest = unit.sum + failures, math.min(unit.oldest, slot)
    end
  end
end

local row = ledger[of .. ' row'] or 0
local counted, kept_until = unpack(redis.call('HMGET', KEYS[1], 'failures', 'locked_until'))
local is_worn_out, locked_until = row >= most, tonumber(kept_until or '0')
for at, unit in ipairs(units) do
  count(unit)
  if unit.most > 0 and unit.sum >= unit.most then
    if at == 1 then
      locked_until = math.max(locked_until, (unit.oldest + unit.slots) * unit.length)
    else
      is_worn_out = true
    end
  end
end
if #lapsed > 0 then
  redis.call('HDEL', KEYS[2], unpack(lapsed))
end
if is_worn_out and not is_silent then
  return {-1, 0, wait, 0, 1, row}
end
if locked_until > now then
  return {0, locked_until, wait, 0, is_worn_out and 1 or 0, row}
end

local failures = tonumber(counted or '0') + 1
local counter, lock_begins = {'failures', failures}, 0
if failures % round == 0 then
  local locks = {}
  for lock in string.gmatch(ARGV[3], '%d+') do
    locks[#locks + 1] = tonumber(lock)
  end
  lock_begins = now + locks[math.min(failures / round, #locks)]
  counter[3], counter[4] = 'locked_until', lock_begins
end
redis.call('HSET', KEYS[1], unpack(counter))
if life > 0 then
  redis.call('PEXPIRE', KEYS[1], life)
end

-- The same commands whether it is worn out or not.
local entries = {of .. ' row', math.min(row + 1, most)}
for _, unit in ipairs(units) do
  if unit.most > 0 then
    local slot = of .. ' ' .. unit.name .. ' ' .. unit.slot
    for _, entry in ipairs({slot, (ledger[slot] or 0) + 1, of .. ' last ' .. unit.name, unit.slot}) do
      entries[#entries + 1] = entry
    end
  end
end
redis.call('HSET', KEYS[2], unpack(entries))
local a_day = units[1]
if a_day.most > 0 and a_day.sum + 1 >= a_day.most then
  lock_begins = math.max(lock_begins, (a_day.oldest + a_day.slots) * a_day.length)
end
redis.call('PEXPIRE', KEYS[2], ARGV[10])
if row + 1 >= most and not is_silent then
  lock_begins = 0
end
return {1, round - 1 - (failures - 1) % round, wait, lock_begins, row + 1 >= most and 1 or 0, row}
