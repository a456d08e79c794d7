-- A clerk ends the hold of an application, if it is still as they found it, and they made neither the account nor a code for it.
-- KEYS: the application, the account. ARGV: its version, what it is from here on (sealed), its life (ms), account id of the clerk.
-- Returns 1 when passed, -1 when the clerk made the account or a code for it, else 0.
if redis.call('HEXISTS', KEYS[2], 'made_by:' .. ARGV[4]) == 1 then
  return -1
end
if not is_at(KEYS[1], ARGV[1]) then
  return 0
end
record('passed')
move_on(KEYS[1], ARGV[1], ARGV[2], ARGV[3])
return 1
