-- Before every step of an act that ends something: takes off the end of what the step was given what its act ends by the table
-- (endings.ts), and defines what does that. A step records before it calls one of these.
-- Further KEYS: the account, then what goes. Further ARGV: `ends`, `others` or `stays` for the sessions, `revoked` or `stay` for what wallets
-- hold, how many keys go.

-- Deletes what goes, and ends what ends. `recorded_as`: the id of the act's record. `last_known`: when the sessions had last been ended as
-- far as an asker knows who stays in; nothing where a session dated anew is theirs in any case.
-- Returns the second at which the sessions ended; 0 when none did, or when the asker's ended with the others.
local take_with_it
-- Each half alone, of an erasing, which is two steps: first all ends, then all goes.
local end_what_ends, delete_what_goes

do
-- the session-end rule
  local going, how_many = {}, tonumber(table.remove(ARGV))
  local wallets, sessions = table.remove(ARGV), table.remove(ARGV)
  for at = 1, how_many do
    going[at] = table.remove(KEYS)
  end
  local account = table.remove(KEYS)

  local function delete(key)
    if redis.call('TYPE', key).ok == 'hash' then
      give_passkeys_back(passkeys_of(key))
    end
    redis.call('DEL', key)
  end

  function end_what_ends(recorded_as, last_known)
    if wallets == 'revoked' then
      leave_to_be_revoked(account, recorded_as)
    end
    if sessions == 'stays' then
      return 0
    end
    if sessions == 'others' and tonumber(last_known) then
      return end_other_sessions(account, last_known)
    end
    return (end_sessions(account))
  end

  function delete_what_goes()
    for _, one in ipairs(going) do
      delete(one)
    end
  end

  function take_with_it(recorded_as, last_known)
    delete_what_goes()
    return end_what_ends(recorded_as, last_known)
  end
end

