-- What was said before and is corrected or withdrawn. Both stay; what stands instead says so.

-- corrected_by: what its sender said instead, or that it is withdrawn. first_ref: of a correction, the first message of the
-- chain it ends. marks: everything its people and their case are found by, so that what only a mistake said leads nowhere.
alter table message
    add column corrected_by uuid,
    add column first_ref    uuid,
    add column withdraws    boolean not null default false,
    add column marks        uuid[] not null;
create index message_first on message (first_ref) where first_ref is not null;

-- Which message first spoke of this person.
alter table person add column message_ref uuid not null;
