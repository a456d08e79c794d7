-- What is read at one time, in one step. KEYS: of each read its key, where it has one. ARGV: of each its kind, and what that takes: every
-- argument costs Redis as much as a hash of one field. What cannot be read is an error of its own, among the replies.
local replies, nth, at, last = {}, 0, 1, #ARGV

-- As the engine's records are read (stored-records.ts).
local function record(key)
  return redis.pcall('HMGET', key, 'payload', 'consumed', 'since')
end

local function fields(key)
  local first = at + 1
  at = at + ARGV[at]
  return redis.pcall('HMGET', key, unpack(ARGV, first, at))
end

local commands = {value = 'GET', all = 'HGETALL', names = 'HKEYS'}
while at <= last do
  local kind = ARGV[at]
  if kind == 'time' then
    replies[#replies + 1] = redis.pcall('TIME')
  else
    nth = nth + 1
    local key = KEYS[nth]
    if kind == 'record' then
      replies[#replies + 1] = record(key)
    elseif kind == 'fields' then
      at = at + 1
      replies[#replies + 1] = fields(key)
    elseif kind == 'field' then
      at = at + 1
      replies[#replies + 1] = redis.pcall('HGET', key, ARGV[at])
    else
      replies[#replies + 1] = redis.pcall(commands[kind], key)
    end
  end
  at = at + 1
end
return replies
