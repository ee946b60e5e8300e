-- A receipt stays in its row instead of being cut into pieces elsewhere, each with an index entry.
alter table receipt set (toast_tuple_target = 8128);
