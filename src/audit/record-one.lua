-- Recording one event: into the arrivals, and where it has an entry for its owner, into their history. Goes before whatever records.
-- `event`: hash of its body, sealed body, sealed entry or '', as what it is repeated or '', and the same without service and browser; with
-- an entry the keys of the account, its history and what was repeated today, else nil. `limits`: how many repeats stand alone, how many are told
-- apart, how long entries are kept (ms), most entries.

-- Counts one more of today. Returns how many times its entry stands for, and the entry of before that it takes the place of.
local function repeated(repeats, event, id, limits)
  local today = math.floor(tonumber(string.match(id, '^%d+')) / 86400000)
  if redis.call('HGET', repeats, 'day') ~= tostring(today) then
    redis.call('DEL', repeats)
    redis.call('HSET', repeats, 'day', today)
    redis.call('PEXPIRE', repeats, 86400000)
  end
  local as = event.repeated_as
  if redis.call('HEXISTS', repeats, as) == 0 then
    if redis.call('HINCRBY', repeats, 'told apart', 1) > limits.most_told_apart then
      as = event.repeated_at_all
    end
  end
  local alone = as == event.repeated_as and limits.most_alone or 0
  local times = redis.call('HINCRBY', repeats, as, 1) - alone
  if times < 1 then
    return 1
  end
  local before = redis.call('HGET', repeats, as .. ' entry')
  redis.call('HSET', repeats, as .. ' entry', id)
  return times, before
end

local function add_entry(history, repeats, event, id, limits)
  local times, before = 1, nil
  if event.repeated_as ~= '' then
    times, before = repeated(repeats, event, id, limits)
  end
  -- Under the same id, by which the entry is found in the chain.
  local added
  if times > 1 then
    added = redis.pcall('XADD', history, id, 'entry', event.entry, 'times', times)
  else
    added = redis.pcall('XADD', history, id, 'entry', event.entry)
  end
  if before and type(added) == 'string' then
    redis.call('XDEL', history, before)
  end
  return added
end

-- `is_first`: the step is about to make the account. Returns the id that it is recorded under, unlike any other.
local function record_one(event, account, history, repeats, pending, limits, is_first)
  local id = redis.call('XADD', pending, '*', 'c', event.body_hash, 'body', event.body)
  -- Whoever gives events their place goes on while there are any.
  if redis.call('XLEN', pending) == 1 then
    redis.pcall('PUBLISH', pending, '')
  end
  if history and (is_first or redis.call('EXISTS', account) == 1) then
    local added = add_entry(history, repeats, event, id, limits)
    if type(added) == 'table' and added.err then
      redis.call('XDEL', pending, id)
      error(added.err)
    end
    redis.call('XTRIM', history, 'MINID', string.format('%.0f', tonumber(string.match(id, '^%d+')) - limits.kept_for))
    redis.call('XTRIM', history, 'MAXLEN', limits.most_entries)
    redis.call('PEXPIRE', history, limits.kept_for)
  end
  return id
end

