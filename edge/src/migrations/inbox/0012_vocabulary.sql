-- The words that are in `search`, so that a beginning is looked for as the words that have it. Keeps nothing itself.
CREATE VIRTUAL TABLE search_words USING fts5vocab (search, instance);
