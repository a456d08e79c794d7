-- Before every step that asks a limit: takes the counters off the end of what the step was given, so that it sees its own keys and arguments
-- alone, and defines `take()`, which counts everywhere or nowhere. A step calls it before its first write.
-- Further KEYS: the counters. Further ARGV: of each counter the amount, most, its life (ms) and the place of the counter that all share (0:
-- none); then how many counters.
local counters = {}

local function last_of(list)
  local at = #list
  local value = list[at]
  list[at] = nil
  return value
end

local how_many = last_of(ARGV)
local kept = how_many ~= '0' and redis.call('MGET', unpack(KEYS, #KEYS - how_many + 1)) or {}
for at = how_many, 1, -1 do
  local shared, life, most, amount = last_of(ARGV), last_of(ARGV), last_of(ARGV), last_of(ARGV)
  counters[at] = {key = last_of(KEYS), shared = tonumber(shared), life = life, most = tonumber(most), amount = amount}
end

-- Once half of what all share is used, the share of each falls with what is left: a flood from many leaves room for everybody else, and
-- whoever comes for the first time is served as long as there is any.
local function share_of(counter)
  local all = counters[counter.shared]
  if not all or counter.used == 0 then
    return counter.most
  end
  return counter.most * math.min(1, 2 - 2 * all.used / all.most)
end

-- Milliseconds until there is room; 0: there is.
local function wait_for(counter)
  local sum = counter.used + counter.amount
  if sum <= share_of(counter) then
    return 0
  end
  local full = counter.used > 0 and counter or counters[counter.shared] or counter
  return math.max(redis.call('PTTL', full.key), 1)
end

local function take()
  local wait = 0
  for at, counter in ipairs(counters) do
    counter.used = tonumber(kept[at] or '0')
  end
  for _, counter in ipairs(counters) do
    wait = math.max(wait, wait_for(counter))
  end
  for at, counter in ipairs(wait == 0 and counters or {}) do
    -- The same command whether it is the first or not.
    if kept[at] then
      redis.call('SET', counter.key, string.format('%d', counter.used + counter.amount), 'KEEPTTL')
    else
      redis.call('SET', counter.key, counter.amount, 'PX', counter.life)
    end
  end
  return wait
end
