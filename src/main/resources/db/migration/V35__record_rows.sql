-- The view of an ordinary message stays in its row instead of being cut into pieces elsewhere, each with an index entry.
-- The larger evidence still goes there.
alter table message set (toast_tuple_target = 8128);
