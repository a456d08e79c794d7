-- Recording one event: into the arrivals, and where it has an entry for its owner, into their history. Goes before whatever records.
-- `event`: hash of its body, sealed body, sealed entry or '', as what it is repeated or '', and the same without service and browser; with
-- an entry the keys of the account, its history and what was repeated today, else nil. Before it stands `limits`: how many repeats stand alone,
-- how many are told apart, how long entries are kept (ms), most entries.

-- Counts one more of today. Returns how many times its entry stands for, and the entry of before that it takes the place of.
local function repeated(repeats, event, id)
  local today = tostring(math.floor(tonumber(string.match(id, '^%d+')) / 86400000))
  local as, at_all = event.repeated_as, event.repeated_at_all
  local day, apart, counted, counted_at_all = unpack(redis.call('HMGET', repeats, 'day', 'told apart', as, at_all))
  local is_first_of_day = day ~= today
  if is_first_of_day then
    if day then
      redis.call('DEL', repeats)
    end
    apart, counted, counted_at_all = false, false, false
  end
  local fields = {'day', today}
  if not counted then
    local told_apart = tonumber(apart or '0') + 1
    fields[3], fields[4] = 'told apart', told_apart
    if told_apart > limits.most_told_apart then
      as, counted = at_all, counted_at_all
    end
  end
  local alone = as == event.repeated_as and limits.most_alone or 0
  local sum, before = tonumber(counted or '0') + 1, nil
  local times = sum - alone
  fields[#fields + 1], fields[#fields + 2] = as, sum
  if times >= 1 then
    before = redis.call('HGET', repeats, as .. ' entry')
    fields[#fields + 1], fields[#fields + 2] = as .. ' entry', id
  end
  redis.call('HSET', repeats, unpack(fields))
  if is_first_of_day then
    redis.call('PEXPIRE', repeats, 86400000)
  end
  return math.max(times, 1), before
end

local function add_entry(history, repeats, event, id)
  local times, before = 1, nil
  if event.repeated_as ~= '' then
    times, before = repeated(repeats, event, id)
  end
  -- Under the same id, by which the entry is found in the chain.
  local entry = {id, 'entry', event.entry}
  if times > 1 then
    entry[4], entry[5] = 'times', times
  end
  if not before then
    return redis.pcall('XADD', history, 'MAXLEN', limits.most_entries, unpack(entry))
  end
  local added = redis.pcall('XADD', history, unpack(entry))
  if type(added) == 'string' then
    -- It may be gone: then there is one more.
    redis.call('XDEL', history, before)
    redis.call('XTRIM', history, 'MAXLEN', limits.most_entries)
  end
  return added
end

-- `is_first`: the step is about to make the account. Returns the id that it is recorded under, unlike any other.
local function record_one(event, account, history, repeats, pending, is_first)
  local id = redis.call('XADD', pending, '*', 'c', event.body_hash, 'body', event.body)
  -- Whoever gives events their place goes on while there are any.
  if redis.call('XLEN', pending) == 1 then
    redis.pcall('PUBLISH', pending, '')
  end
  if history and (is_first or redis.call('EXISTS', account) == 1) then
    local added = add_entry(history, repeats, event, id)
    if type(added) == 'table' and added.err then
      redis.call('XDEL', pending, id)
      error(added.err)
    end
    redis.call('XTRIM', history, 'MINID', string.format('%.0f', tonumber(string.match(id, '^%d+')) - limits.kept_for))
    redis.call('PEXPIRE', history, limits.kept_for)
  end
  return id
end

