package org.marac.gateway.wiring;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.marac.gateway.account.Account;
import org.marac.gateway.account.Accounts;
import org.marac.gateway.account.Attempts;
import org.marac.gateway.account.Awaited;
import org.marac.gateway.account.Recusals;
import org.marac.gateway.account.Sessions;
import org.marac.gateway.account.SignIn;
import org.marac.gateway.audit.PostgresAuditLog;
import org.marac.gateway.console.Entrance;
import org.marac.gateway.console.IssuerPages;
import org.marac.gateway.console.IssuerTokens;
import org.marac.gateway.flow.Details;
import org.marac.gateway.flow.Official;
import org.marac.gateway.model.Acting;
import org.marac.gateway.model.Entry;
import org.marac.gateway.storage.Transactions;

/** People, as they come and go: each sign-in and its log entry are one transaction. */
final class PeopleDesk implements Entrance {
    private static final String ISSUER = "issuer";
    private static final int PASSWORDS_AT_ONCE = 3;

    private final Transactions transactions;
    private final Accounts accounts;
    private final Attempts attempts;
    private final Sessions sessions = new Sessions();
    private final Recusals recusals = new Recusals();
    private final Optional<IssuerTokens> issuer;
    private final Optional<IssuerPages> pages;
    private final Awaited awaited = new Awaited();
    private final PostgresAuditLog log;
    private final Clock clock;
    /** Hashing a password takes memory and time by intent; guessing must not take either from the messages. */
    private final Semaphore hashing = new Semaphore(PASSWORDS_AT_ONCE);

    PeopleDesk(
            Transactions transactions,
            Accounts accounts,
            Attempts attempts,
            Optional<IssuerTokens> issuer,
            Optional<IssuerPages> pages,
            PostgresAuditLog log,
            Clock clock) {
        this.transactions = transactions;
        this.accounts = accounts;
        this.attempts = attempts;
        this.issuer = issuer;
        this.pages = pages;
        this.log = log;
        this.clock = clock;
    }

    @Override
    public boolean byIssuer() {
        return issuer.isPresent();
    }

    @Override
    public Optional<Sessions.Begun> signIn(Accounts.Typed typed) {
        Instant now = clock.instant();
        Attempts.Standing standing = transactions.write(
                (Connection connection) -> attempts.count(connection, typed.login(), typed.address(), now));
        if (standing != Attempts.Standing.MAY_TRY) {
            hashing.acquireUninterruptibly();
            try {
                // Takes as long as an attempt that is looked at.
                accounts.pretend(typed);
            } finally {
                hashing.release();
            }
            if (standing == Attempts.Standing.LOCKED_NOW) {
                note("person.locked", Details.none().and("account", accounts.reference(typed.login())));
            }
            return Optional.empty();
        }
        hashing.acquireUninterruptibly();
        try {
            return transactions.write((Connection connection) -> signIn(connection, typed, now));
        } finally {
            hashing.release();
        }
    }

    private Optional<Sessions.Begun> signIn(Connection connection, Accounts.Typed typed, Instant now)
            throws SQLException {
        SignIn result = accounts.check(connection, typed, now);
        if (result.account().isEmpty()) {
            log.append(
                    connection,
                    List.of(noted(
                            "person.turned-away",
                            Details.none()
                                    .and("account", result.reference())
                                    .and("reason", result.result().code()))));
            return Optional.empty();
        }
        Account account = result.account().get();
        attempts.forget(connection, typed.login(), typed.address(), now);
        log.append(
                connection,
                List.of(noted("person.signed-in", Details.of(account.acting()).and("by", "password-and-code"))));
        return sessions.begin(
                connection,
                new Sessions.Person(account.acting(), account.name(), Optional.empty(), now.plus(Sessions.LONGEST)),
                now);
    }

    @Override
    public Optional<Sessions.Begun> signIn(String token, String address) {
        Instant now = clock.instant();
        Attempts.Standing standing =
                transactions.write((Connection connection) -> attempts.count(connection, ISSUER, address, now));
        if (standing != Attempts.Standing.MAY_TRY) {
            return Optional.empty();
        }
        return begin(issuer.orElseThrow().read(token), "token-not-believed", address, now);
    }

    @Override
    public Optional<IssuerPages.Begun> beginAtIssuer() {
        Optional<IssuerPages.Begun> begun = pages.flatMap(IssuerPages::begin);
        begun.ifPresent(sign -> transactions.write((Connection connection) -> {
            awaited.await(connection, sign.asked(), clock.instant());
            return sign;
        }));
        return begun;
    }

    @Override
    public Optional<Sessions.Begun> finishAtIssuer(String state, String browser, String code, String address) {
        Instant now = clock.instant();
        Attempts.Standing standing =
                transactions.write((Connection connection) -> attempts.count(connection, ISSUER, address, now));
        if (pages.isEmpty() || standing != Attempts.Standing.MAY_TRY) {
            return Optional.empty();
        }
        // Taken in a transaction of its own: whatever becomes of it, the same state never comes back a second time.
        Optional<Awaited.Asked> asked =
                transactions.write((Connection connection) -> awaited.take(connection, state, browser, now));
        if (asked.isEmpty()) {
            note("person.turned-away", Details.none().and("reason", "not-awaited"));
            return Optional.empty();
        }
        Optional<IssuerTokens.Claims> claims = pages.get()
                .exchange(asked.get(), code)
                .flatMap(token -> issuer.orElseThrow().read(token, asked.get().nonce()));
        return begin(claims, "issuer-not-believed", address, clock.instant());
    }

    private Optional<Sessions.Begun> begin(
            Optional<IssuerTokens.Claims> read, String otherwise, String address, Instant now) {
        if (read.isEmpty()) {
            note("person.turned-away", Details.none().and("reason", otherwise));
            return Optional.empty();
        }
        IssuerTokens.Claims claims = read.get();
        Acting acting = new Acting(
                accounts.reference(issuer.orElseThrow().issuer(), claims.subject()), claims.office(), claims.agency());
        return transactions.write((Connection connection) -> {
            Optional<Sessions.Begun> begun = sessions.begin(
                    connection,
                    new Sessions.Person(acting, claims.name(), Optional.of(claims.digest()), claims.until()),
                    now);
            Entry entry = begun.isPresent()
                    ? noted("person.signed-in", Details.of(acting).and("by", "issuer"))
                    : noted("person.turned-away", Details.of(acting).and("reason", "repeated-token"));
            log.append(connection, List.of(entry));
            attempts.forget(connection, ISSUER, address, now);
            return begun;
        });
    }

    @Override
    public Optional<Sessions.Found> session(String token) {
        return transactions.read((Connection connection) -> sessions.find(connection, token, clock.instant()));
    }

    @Override
    public Official official(Sessions.Found session) {
        return new Official(
                session.acting(),
                session.name(),
                transactions.read((Connection connection) ->
                        recusals.of(connection, session.acting().account())));
    }

    @Override
    public void signOut(String token, Sessions.Found session) {
        transactions.write((Connection connection) -> {
            sessions.end(connection, token);
            return log.append(connection, List.of(noted("person.signed-out", Details.of(session.acting()))));
        });
    }

    @Override
    public Optional<String> endSession() {
        return pages.flatMap(IssuerPages::endSession);
    }

    private void note(String event, Details details) {
        transactions.write((Connection connection) -> log.append(connection, List.of(noted(event, details))));
    }

    private Entry noted(String event, Details details) {
        return new Entry.Noted(clock.instant(), event, Optional.empty(), details.list());
    }
}
