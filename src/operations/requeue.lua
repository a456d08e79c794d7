-- Queues a dead letter again, under the name by which its mail is known. KEYS: the stream, the dead letters. ARGV: id.
-- Returns 1 when queued, 0 when there is no such letter.
local entry = redis.call('XRANGE', KEYS[2], ARGV[1], ARGV[1])[1]
if not entry then
  return 0
end
local fields = {}
for index = 1, #entry[2], 2 do
  fields[entry[2][index]] = entry[2][index + 1]
end
record('queued')
redis.call('XADD', KEYS[1], '*', 'message', fields.message, 'mail', fields.mail or ARGV[1])
redis.call('XDEL', KEYS[2], ARGV[1])
redis.pcall('PUBLISH', KEYS[1], '')
return 1
