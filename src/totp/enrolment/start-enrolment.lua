-- Begins an application, or one in place of another that the caller saw, and notes which authenticators were
-- in use then. KEYS: the application, the account, the plus.
-- ARGV: expected version, the application (sealed), its life (ms), first version, when the sessions had last been ended as far as the
-- applicant knows, `first` where it is begun with a password and hence for the first authenticator alone.
-- Returns 1 when begun; 0 when somebody else was faster, sessions were ended since, or there is an authenticator by now.
if not is_at(KEYS[1], ARGV[1]) then
  return 0
end
if tonumber(redis.call('HGET', KEYS[2], 'sessions_ended_at') or '0') ~= tonumber(ARGV[5]) then
  return 0
end
local begun_on = in_use(KEYS[3])
if ARGV[6] == 'first' and #begun_on > 0 then
  return 0
end
record('started')
move_on(KEYS[1], ARGV[1], ARGV[2], ARGV[3], ARGV[4], 'begun_on', table.concat(begun_on, ' '))
return 1
