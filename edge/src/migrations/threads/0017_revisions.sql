-- Messages that were said in other words, taken back, or that answer another one (P26).
--
-- A revision is an entry of its own. `kind` cannot learn new words, so it is spelled as 'reopened', which is what a program
-- that knows nothing of revisions makes of it, and `revises` tells what it is. It holds no words: those are the message's, as
-- they are by now. A message of kind 'text' without a text is one that was taken back.

ALTER TABLE entries ADD COLUMN revises INTEGER;     -- the place of the message that this entry changed
ALTER TABLE entries ADD COLUMN edited INTEGER;      -- when the message was said in other words, the last time
ALTER TABLE entries ADD COLUMN reply_to INTEGER;    -- the place of the message that this one answers
