-- What was filled into a chatflow's form with a message, as a JSON list of labels and answers.

ALTER TABLE entries ADD COLUMN form TEXT;
