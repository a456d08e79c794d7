-- For every step that ends sessions of an account (take-with-it.lua): the one rule that dates their end, at the store's instant, since clocks of nodes
-- differ. Who ends them and stays in is dated a second later; so of several ends in one second each is a second after the one before,
-- two at most, and leaves nobody in but its own asker.

-- Ends every session and grant of an account.
-- Returns the second at which they ended, the one at which they had ended before, and now.
local function end_sessions(account)
  local now = tonumber(redis.call('TIME')[1])
  local before = tonumber(redis.call('HGET', account, 'sessions_ended_at') or '0')
  local ended_at = math.max(now, before, math.min(before + 1, now + 2))
  redis.call('HSET', account, 'sessions_ended_at', ended_at)
  return ended_at, before, now
end

-- The same for one who means to stay in, and knows when the sessions had last been ended.
-- Returns the second at which they ended; 0 when somebody else ended them in the meantime, or too often in this second: then the asker's
-- end with the others.
local function end_other_sessions(account, last_known)
  local ended_at, before, now = end_sessions(account)
  if before ~= tonumber(last_known) or ended_at > now + 1 then
    return 0
  end
  return ended_at
end

-- The account itself ends, its Ügyfélkapu+, or everything that somebody with its password may have got: whatever wallets hold on its
-- strength is to be revoked after this step, by whoever comes first, and until then nothing more is issued or linked
-- (wallet/subjects/due-revocation-store.ts). `recorded_as`: the id of the end's record.
local function leave_to_be_revoked(account, recorded_as)
  redis.call('HSET', account, 'revocation_due', recorded_as)
end

