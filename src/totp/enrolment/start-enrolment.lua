-- Begins an application, or one in place of another that the caller saw (as replace-version.lua does), and notes which authenticators were
-- in use then. KEYS: the application, the account, the plus.
-- ARGV: expected version, the application (sealed), its life (ms), first version, when the sessions had last been ended as far as the
-- applicant knows, `first` where it is begun with a password and hence for the first authenticator alone.
-- Returns 1 when begun; 0 when somebody else was faster, sessions were ended since, or there is an authenticator by now.
local version = tonumber(redis.call('HGET', KEYS[1], 'version') or '0')
if version ~= tonumber(ARGV[1]) then
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
local next_version = version == 0 and ARGV[4] or string.format('%.0f', version + 1)
redis.call('HSET', KEYS[1], 'version', next_version, 'value', ARGV[2], 'begun_on', table.concat(begun_on, ' '))
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
