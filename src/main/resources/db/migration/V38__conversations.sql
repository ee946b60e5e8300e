-- What a sender said in one conversation, in the order in which it came; the sender's own times say in which it was said.

-- conversation: keyed hash of the sender and its id of the conversation. said_at: when its sender says that it said it, never
-- after it came. follows: whether it says of itself that something was said before.
create table spoken (
    conversation uuid not null,
    ordinal      integer not null,
    message_ref  uuid not null,
    said_at      timestamptz not null,
    follows      boolean not null,
    primary key (conversation, ordinal)
);
