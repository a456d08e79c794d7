-- Before every recorded step: takes the events off the end of what the step was given, so that it sees its own keys and arguments
-- alone, and defines `record(name)`. A step calls it when all is decided and before its first write: whatever cannot be recorded ends
-- the step with nothing changed.
-- Further KEYS: of each event with an entry for its owner the account and its history; pending events.
-- Further ARGV: of each event its name, hash of its body, sealed body, sealed entry or ''; then how long entries are kept (ms), most entries,
-- how many events.
local recorded, events = {}, {}
local how_many = tonumber(table.remove(ARGV))
local most_entries, kept_for = table.remove(ARGV), table.remove(ARGV)
local pending = table.remove(KEYS)
for _ = 1, how_many do
  local entry, body, body_hash, name = table.remove(ARGV), table.remove(ARGV), table.remove(ARGV), table.remove(ARGV)
  local event = {entry = entry, body = body, body_hash = body_hash}
  if entry ~= '' then
    event.history, event.account = table.remove(KEYS), table.remove(KEYS)
  end
  events[name] = event
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
    -- Under the same id, by which the entry is found in the chain.
    local added = redis.pcall('XADD', event.history, id, 'entry', event.entry)
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

