-- What one request writes, in one step and in its order. KEYS: of each write its keys, which most have one of. ARGV: of each its kind, how
-- many keys and arguments it has, and these. Returns what each says, or ''. Whatever is dated is dated by the store: nodes forget what other nodes remembered.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local kinds = {}

-- A record with its life (ms), unless it is a session that was ended. Beside its fields stays since when it is there, in seconds.
function kinds.record(nth, life, ...)
  if redis.call('HEXISTS', KEYS[nth], 'ended') == 1 then
    return
  end
  redis.call('HSET', KEYS[nth], ...)
  redis.call('HSETNX', KEYS[nth], 'since', time[1])
  redis.call('PEXPIRE', KEYS[nth], life)
end

-- A member that is forgotten after its life (ms), as are all that have lapsed; the whole with the last of them.
function kinds.member(nth, life, member)
  redis.call('ZREMRANGEBYSCORE', KEYS[nth], '-inf', now)
  redis.call('ZADD', KEYS[nth], now + life, member)
  local last = redis.call('ZRANGE', KEYS[nth], -1, -1, 'WITHSCORES')
  redis.call('PEXPIREAT', KEYS[nth], last[2])
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

-- A field that keeps the first value that it was given.
function kinds.firstField(nth, field, value)
  redis.call('HSETNX', KEYS[nth], field, value)
end

function kinds.endingIn(nth, life)
  redis.call('PEXPIRE', KEYS[nth], life, 'LT')
end

function kinds.gone(nth)
  redis.call('DEL', KEYS[nth])
end
