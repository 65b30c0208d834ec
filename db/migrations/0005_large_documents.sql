-- An index of words cannot hold a text of more than a megabyte of different ones, and no search asks it.
drop index lyrics_search;

-- Snapshots are read whole and hardly compress: stored as they are, they load faster.
alter table doc_snapshots alter column state set storage external;
