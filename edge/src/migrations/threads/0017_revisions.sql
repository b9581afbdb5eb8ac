-- Messages that were said in other words, taken back, or that answer another one (P26).
--
-- A revision is an entry of its own. `kind` cannot learn new words, so it is spelled as 'reopened', which is what a program
-- that knows nothing of revisions makes of it, and `revises` tells what it is: the place of the message that it changed. It
-- holds no words: those are the message's, as they are by now. A message of kind 'text' without a text was taken back;
-- `edited` is when one was said in other words, the last time, and `reply_to` the place of the message that one answers.

ALTER TABLE entries ADD COLUMN revises INTEGER;

ALTER TABLE entries ADD COLUMN edited INTEGER;

ALTER TABLE entries ADD COLUMN reply_to INTEGER;
