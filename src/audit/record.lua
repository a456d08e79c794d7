-- Before every recorded step: takes the events off the end of what the step was given, so that it sees its own keys and arguments
-- alone, and defines `record(name)`. A step calls it when all is decided and before its first write: whatever cannot be recorded ends
-- the step with nothing changed.
-- Further KEYS: of each event with an entry for its owner the account, its history and what was repeated today; pending events.
-- Further ARGV: of each event its name, hash of its body, sealed body, sealed entry or '', as what it is repeated or '', and the same
-- without service and browser; then how many events.
local recorded, events = {}, {}
local how_many = tonumber(table.remove(ARGV))
local pending = table.remove(KEYS)
for _ = 1, how_many do
  local event = {repeated_at_all = table.remove(ARGV), repeated_as = table.remove(ARGV)}
  event.entry, event.body, event.body_hash = table.remove(ARGV), table.remove(ARGV), table.remove(ARGV)
  if event.entry ~= '' then
    event.repeats, event.history, event.account = table.remove(KEYS), table.remove(KEYS), table.remove(KEYS)
  end
  events[table.remove(ARGV)] = event
end

-- Of several events of a step all are recorded or none.
local function unrecord()
  for at = 1, #recorded, 2 do
    redis.call('XDEL', pending, recorded[at + 1])
    local event = events[recorded[at]]
    if event.history then
      redis.call('XDEL', event.history, recorded[at + 1])
    end
  end
end

-- `is_first`: the step is about to make the account. Returns the id that it is recorded under, unlike any other.
local function record(name, is_first)
  local event = events[name]
  local is_recorded, id = pcall(record_one, event, event.account, event.history, event.repeats, pending, is_first)
  if not is_recorded then
    unrecord()
    -- As a table: Redis answers it as it was, with the code by which it is known what failed.
    error({ err = id })
  end
  recorded[#recorded + 1] = name
  recorded[#recorded + 1] = id
  return id
end
