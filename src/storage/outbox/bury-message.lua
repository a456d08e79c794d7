-- Lays a message aside for an operator, once, whoever gives it up. KEYS: the stream, the dead letters.
-- ARGV: group, id, reason, name by which its mail is known. Returns 1 when buried now.
local entry = redis.call('XRANGE', KEYS[1], ARGV[2], ARGV[2])[1]
if redis.call('XACK', KEYS[1], ARGV[1], ARGV[2]) == 0 or not entry then
  return 0
end
local sealed = ''
for index = 1, #entry[2], 2 do
  if entry[2][index] == 'message' then
    sealed = entry[2][index + 1]
  end
end
redis.call('XADD', KEYS[2], '*', 'message', sealed, 'reason', ARGV[3], 'mail', ARGV[4])
redis.call('XDEL', KEYS[1], ARGV[2])
return 1
