-- A kind of what a request writes: a message to the owner of an account about something unusual. KEYS from `nth` on: that they were told of
-- this kind today, the queue, what the link of the message leads to. It is there with the message, or not at all.
function kinds.notice(nth, told_life, message, kept, kept_life)
  if not redis.call('SET', KEYS[nth], '', 'PX', told_life, 'NX') then
    return
  end
  redis.call('SET', KEYS[nth + 2], kept, 'PX', kept_life)
  queue_message(KEYS[nth + 1], message)
end
