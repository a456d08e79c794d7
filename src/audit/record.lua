-- Before every recorded step: takes the events off the end of what the step was given, so that it sees its own keys and arguments
-- alone, and defines `record(name)`. A step calls it when all is decided and before its first write: whatever cannot be recorded ends
-- the step with nothing changed.
-- Further KEYS: of each event with an entry for its owner the account, its history and what was repeated today; pending events.
-- Further ARGV: of each event its name, hash of its body, sealed body, sealed entry or '', as what it is repeated or '', and the same
-- without service and browser; then how many repeats stand alone, how many are told apart, how long entries are kept (ms), most entries,
-- how many events.
local recorded, events = {}, {}
local how_many = tonumber(table.remove(ARGV))
local most_entries, kept_for = table.remove(ARGV), table.remove(ARGV)
local most_told_apart, most_alone = tonumber(table.remove(ARGV)), tonumber(table.remove(ARGV))
local pending = table.remove(KEYS)
for _ = 1, how_many do
  local event = {repeated_at_all = table.remove(ARGV), repeated_as = table.remove(ARGV)}
  event.entry, event.body, event.body_hash = table.remove(ARGV), table.remove(ARGV), table.remove(ARGV)
  if event.entry ~= '' then
    event.repeats, event.history, event.account = table.remove(KEYS), table.remove(KEYS), table.remove(KEYS)
  end
  events[table.remove(ARGV)] = event
end

-- Counts one more of today. Returns how many times its entry stands for, and the entry of before that it takes the place of.
local function repeated(event, id)
  local today = math.floor(tonumber(string.match(id, '^%d+')) / 86400000)
  if redis.call('HGET', event.repeats, 'day') ~= tostring(today) then
    redis.call('DEL', event.repeats)
    redis.call('HSET', event.repeats, 'day', today)
    redis.call('PEXPIRE', event.repeats, 86400000)
  end
  local as = event.repeated_as
  if redis.call('HEXISTS', event.repeats, as) == 0 then
    if redis.call('HINCRBY', event.repeats, 'told apart', 1) > most_told_apart then
      as = event.repeated_at_all
    end
  end
  local alone = as == event.repeated_as and most_alone or 0
  local times = redis.call('HINCRBY', event.repeats, as, 1) - alone
  if times < 1 then
    return 1
  end
  local before = redis.call('HGET', event.repeats, as .. ' entry')
  redis.call('HSET', event.repeats, as .. ' entry', id)
  return times, before
end

local function add_entry(event, id)
  local times, before = 1, nil
  if event.repeated_as ~= '' then
    times, before = repeated(event, id)
  end
  -- Under the same id, by which the entry is found in the chain.
  local added
  if times > 1 then
    added = redis.pcall('XADD', event.history, id, 'entry', event.entry, 'times', times)
  else
    added = redis.pcall('XADD', event.history, id, 'entry', event.entry)
  end
  if before and type(added) == 'string' then
    redis.call('XDEL', event.history, before)
  end
  return added
end

-- `is_first`: the step is about to make the account. Returns the id that it is recorded under, unlike any other.
local function record(name, is_first)
  local event = events[name]
  local id = redis.call('XADD', pending, '*', 'c', event.body_hash, 'body', event.body)
  -- Whoever gives events their place goes on while there are any.
  if redis.call('XLEN', pending) == 1 then
    redis.pcall('PUBLISH', pending, '')
  end
  if event.history and (is_first or redis.call('EXISTS', event.account) == 1) then
    local added = add_entry(event, id)
    if type(added) == 'table' and added.err then
      redis.call('XDEL', pending, id)
      error(added.err)
    end
    redis.call('XTRIM', event.history, 'MINID', string.format('%.0f', tonumber(string.match(id, '^%d+')) - kept_for))
    redis.call('XTRIM', event.history, 'MAXLEN', most_entries)
    redis.call('PEXPIRE', event.history, kept_for)
  end
  recorded[#recorded + 1] = name
  recorded[#recorded + 1] = id
  return id
end
