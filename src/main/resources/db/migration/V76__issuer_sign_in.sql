-- Sign-ins that have gone to the issuer's page and are awaited back, each taken once. state and browser are SHA-256 digests:
-- of what comes back with the person, and of the cookie that says it is the same browser.
create table issuer_sign_in (
    state      bytea primary key,
    browser    bytea not null,
    nonce      text not null,
    verifier   text not null,
    expires_at timestamptz not null
);
