-- What one request writes, in one step and in its order. KEYS: of each write its keys, which most have one of. ARGV: of each its kind, how
-- many keys and arguments it has, and these. Returns what each says, or ''. Whatever is dated is dated by the store: nodes forget what other nodes remembered.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local kinds = {}

-- A record with its life (ms). Beside its fields stays since when it is there, in seconds.
function kinds.record(nth, life, ...)
  -- What is there has these fields, and is dated.
  if redis.call('HSET', KEYS[nth], ...) > 0 then
    redis.call('HSETNX', KEYS[nth], 'since', time[1])
  end
  redis.call('PEXPIRE', KEYS[nth], life)
end

-- The same of one that is written once.
function kinds.newRecord(nth, life, ...)
  redis.call('HSET', KEYS[nth], 'since', time[1], ...)
  redis.call('PEXPIRE', KEYS[nth], life)
end

-- The same of a session, unless it was ended.
function kinds.session(nth, life, ...)
  local since, ended = unpack(redis.call('HMGET', KEYS[nth], 'since', 'ended'))
  if not ended then
    redis.call('HSET', KEYS[nth], 'since', since or time[1], ...)
    redis.call('PEXPIRE', KEYS[nth], life)
  end
end

-- A member that is forgotten after its life (ms), as are all that have lapsed; the whole with the last of them.
function kinds.member(nth, life, member)
  -- A number that is handed on is written out each time, and dearly.
  local last = string.format('%d', now + life)
  redis.call('ZADD', KEYS[nth], last, member)
  -- Most grants have one token of a model: what has no life yet was made by this, and nothing in it has lapsed.
  if redis.call('PEXPIREAT', KEYS[nth], last, 'NX') == 0 then
    redis.call('ZREMRANGEBYSCORE', KEYS[nth], '-inf', now)
    redis.call('PEXPIREAT', KEYS[nth], last, 'GT')
  end
end

-- The same where there are only so many. Returns those beyond, which lapse first, parted by spaces: who wrote it ends them.
function kinds.boundedMember(nth, life, member, most)
  kinds.member(nth, life, member)
  return table.concat(redis.call('ZRANGE', KEYS[nth], 0, -tonumber(most) - 1), ' ')
end

function kinds.value(nth, life, value)
  redis.call('SET', KEYS[nth], value, 'PX', life)
end

function kinds.fields(nth, ...)
  redis.call('HSET', KEYS[nth], ...)
end

-- The same of a record that is there.
function kinds.presentFields(nth, ...)
  if redis.call('EXISTS', KEYS[nth]) == 1 then
    redis.call('HSET', KEYS[nth], ...)
  end
end

-- A field that keeps the first value that it was given, beside one that has the last.
function kinds.firstAndLast(nth, first, last, value)
  if redis.call('HSET', KEYS[nth], last, value) == 1 then
    redis.call('HSETNX', KEYS[nth], first, value)
  end
end

function kinds.endingIn(nth, life)
  redis.call('PEXPIRE', KEYS[nth], life, 'LT')
end

function kinds.gone(nth, how_many)
  redis.call('DEL', unpack(KEYS, nth, nth + how_many - 1))
end
