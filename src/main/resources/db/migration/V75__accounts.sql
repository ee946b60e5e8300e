-- The MARAC's own people. reference: the pseudonym by which the audit log names the account. secret: for one-time codes
-- (RFC 6238), wrapped by the key-encryption key. last_step: the last time step whose code was used; none is used twice.
create table account (
    reference   text primary key,
    login       text not null unique,
    name        text not null,
    office      text not null,
    agency      text not null,
    password    text not null,
    secret      bytea not null,
    last_step   bigint not null default 0,
    disabled    boolean not null default false,
    example     boolean not null default false,
    created_at  timestamptz not null
);

-- Cases an account must not open.
create table recusal (
    reference text not null,
    case_ref  text not null,
    primary key (reference, case_ref)
);

-- Who is signed in. token and source are SHA-256 digests: of the session's own token, and of the issuer's token it was given
-- for, which is taken once.
create table session (
    token      bytea primary key,
    source     bytea unique,
    csrf       text not null,
    reference  text not null,
    name       text not null,
    office     text not null,
    agency     text not null,
    expires_at timestamptz not null
);

-- Attempts to sign in, by keyed hashes of login and network address: known to exist or not makes no difference here.
create table sign_in_attempt (
    mark     uuid primary key,
    attempts integer not null,
    since    timestamptz not null
);
