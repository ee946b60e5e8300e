-- How often something happened to a case that a decision on one of its messages may rest on: something was filed in it, or a
-- person said whether its people are those of another case. Whoever decided on an older version decides again.
alter table marac_case add column version bigint not null default 0;
