-- Replaces a record only if it still has the version that the caller read.
-- KEYS[1] the record. ARGV: expected version, new value, life in milliseconds, first version. Returns 1 when replaced, else 0.
if not is_at(KEYS[1], ARGV[1]) then
  return 0
end
move_on(KEYS[1], ARGV[1], ARGV[2], ARGV[3], ARGV[4])
return 1
