-- Writes a stream anew with other values in some entries, under the same ids, unless it has changed meanwhile. A stream that
-- readers share in groups is left alone: they would lose their place.
-- KEYS[1] the stream. ARGV: id of its last entry, number of its entries, then id, value before and value now of each to be replaced.
-- Returns 1 when replaced, else 0.
if redis.call('EXISTS', KEYS[1]) == 0 then
  return 0
end
local about = {}
local told = redis.call('XINFO', 'STREAM', KEYS[1])
for i = 1, #told, 2 do
  about[told[i]] = told[i + 1]
end
local entries = redis.call('XRANGE', KEYS[1], '-', '+')
if about['groups'] ~= 0 or #entries ~= tonumber(ARGV[2]) or entries[#entries][1] ~= ARGV[1] then
  return 0
end
local replacements = {}
for i = 3, #ARGV, 3 do
  replacements[ARGV[i]] = {before = ARGV[i + 1], now = ARGV[i + 2]}
end
local life = redis.call('PTTL', KEYS[1])
redis.call('DEL', KEYS[1])
for _, entry in ipairs(entries) do
  local fields, replacement = entry[2], replacements[entry[1]]
  for i = 2, #fields, 2 do
    if replacement and fields[i] == replacement.before then
      fields[i] = replacement.now
    end
  end
  redis.call('XADD', KEYS[1], entry[1], unpack(fields))
end
-- An entry that came and was deleted again must not give its id to another.
redis.call('XSETID', KEYS[1], about['last-generated-id'])
if life > 0 then
  redis.call('PEXPIRE', KEYS[1], life)
end
return 1
