-- `take_back(ledger, of)`: the last attempt of this kind was no failure after all, in no unit.
-- `forget_failures(counter, strangers, ledger, of, most)`, in which a right code ends: forgets the failures of this source, and those in a row of
-- its kind and of known devices; on a known device it also opens the door that strangers have worn out. What failed before stays counted of the day and the year.

-- A ledger as it stands, and what is to become of it.
local function read_ledger(key)
  local fields, kept = redis.call('HGETALL', key), {}
  for at = 1, #fields, 2 do
    kept[fields[at]] = tonumber(fields[at + 1])
  end
  return {kept = kept, gone = {}, counted = {}}
end

local function write_ledger(key, ledger)
  if #ledger.counted > 0 then
    redis.call('HSET', key, unpack(ledger.counted))
  end
  if #ledger.gone > 0 then
    redis.call('HDEL', key, unpack(ledger.gone))
  end
end

local function drop(ledger, field)
  if ledger.kept[field] then
    ledger.gone[#ledger.gone + 1] = field
  end
end

local function one_less(ledger, field)
  local failures = ledger.kept[field] or 0
  if failures <= 1 then
    drop(ledger, field)
  else
    ledger.counted[#ledger.counted + 1] = field
    ledger.counted[#ledger.counted + 1] = failures - 1
  end
end

local function one_less_in_units(ledger, of)
  for _, unit in ipairs({'hour', 'month'}) do
    local slot = ledger.kept[of .. ' last ' .. unit]
    if slot then
      one_less(ledger, of .. ' ' .. unit .. ' ' .. slot)
    end
  end
end

local function take_back(key, of)
  local ledger = read_ledger(key)
  one_less(ledger, of .. ' row')
  one_less_in_units(ledger, of)
  write_ledger(key, ledger)
end

local function forget_failures(counter, strangers, key, of, most)
  local ledger = read_ledger(key)
  one_less_in_units(ledger, of)
  drop(ledger, of .. ' row')
  if of ~= 'known' then
    drop(ledger, 'known row')
  end
  if of ~= 'strangers' and (ledger.kept['strangers row'] or 0) >= tonumber(most) then
    drop(ledger, 'strangers row')
    redis.call('DEL', counter, strangers)
  else
    redis.call('DEL', counter)
  end
  write_ledger(key, ledger)
end
