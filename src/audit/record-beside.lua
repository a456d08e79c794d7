-- A kind of what a request writes: an event, recorded in the step that writes what it tells of. KEYS from `nth` on: with an entry for its
-- owner the account, its history and what was repeated today; pending events. Returns the id that it is recorded under.
function kinds.event(nth, body_hash, body, entry, repeated_as, repeated_at_all)
  local event = {
    body_hash = body_hash, body = body, entry = entry, repeated_as = repeated_as, repeated_at_all = repeated_at_all,
  }
  if entry == '' then
    return record_one(event, nil, nil, nil, KEYS[nth])
  end
  return record_one(event, KEYS[nth], KEYS[nth + 1], KEYS[nth + 2], KEYS[nth + 3])
end
