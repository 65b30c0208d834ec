-- Voices: what was sung, what was made of it, and what was heard in it.

-- Where a take is and what it is called says the document; the row says whose the id is, and what came in.
alter table voice_recordings
  drop column name,
  drop column offset_seconds,
  drop column updated_at,
  drop column deleted_at;

alter table assets
  drop constraint assets_kind_check,
  add constraint assets_kind_check check (kind in (
    'image', 'mix', 'stem', 'listen', 'peaks', 'midi', 'score', 'take', 'version', 'harmony',
    'contour', 'export'
  ));
