-- Writes a stream anew with other values in some entries, under the same ids; what came meanwhile stays as it is. A stream that
-- readers share in groups is left alone: they would lose their place.
-- KEYS[1] the stream. ARGV: id, value before and value now of each entry to be replaced. Returns how many were replaced.
if redis.call('EXISTS', KEYS[1]) == 0 then
  return 0
end
local about = {}
local told = redis.call('XINFO', 'STREAM', KEYS[1])
for i = 1, #told, 2 do
  about[told[i]] = told[i + 1]
end
if about['groups'] ~= 0 then
  return 0
end
local replacements = {}
for i = 1, #ARGV, 3 do
  replacements[ARGV[i]] = {before = ARGV[i + 1], now = ARGV[i + 2]}
end
local entries = redis.call('XRANGE', KEYS[1], '-', '+')
local life = redis.call('PTTL', KEYS[1])
local replaced = 0
redis.call('DEL', KEYS[1])
for _, entry in ipairs(entries) do
  local fields, replacement = entry[2], replacements[entry[1]]
  for i = 2, #fields, 2 do
    if replacement and fields[i] == replacement.before then
      fields[i] = replacement.now
      replaced = replaced + 1
    end
  end
  redis.call('XADD', KEYS[1], entry[1], unpack(fields))
end
-- An entry that came and was deleted again must not give its id to another.
redis.call('XSETID', KEYS[1], about['last-generated-id'])
if life > 0 then
  redis.call('PEXPIRE', KEYS[1], life)
end
return replaced
