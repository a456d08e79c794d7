-- Keeps a refused request among the last of its client. Those of one kind are one entry, with how often it came and the references of the last
-- ones, so that a flood of one kind drives out no other. KEYS: the requests. ARGV: kind, reference, what was refused, most kinds, most
-- references, life (ms). Returns how often it came.
local times, references = 1, {ARGV[2]}
for _, entry in ipairs(redis.call('XRANGE', KEYS[1], '-', '+')) do
  local fields = {}
  for index = 1, #entry[2], 2 do
    fields[entry[2][index]] = entry[2][index + 1]
  end
  if fields.kind == ARGV[1] then
    times = times + tonumber(fields.times)
    for reference in string.gmatch(fields.references, '%S+') do
      if #references < tonumber(ARGV[5]) then
        references[#references + 1] = reference
      end
    end
    redis.call('XDEL', KEYS[1], entry[1])
  end
end
redis.call('XADD', KEYS[1], 'MAXLEN', ARGV[4], '*', 'kind', ARGV[1], 'times', times, 'references', table.concat(references, ' '), 'refused', ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[6])
return times
