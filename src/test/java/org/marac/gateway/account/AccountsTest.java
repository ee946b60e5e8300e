package org.marac.gateway.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.marac.gateway.kit.Databases;
import org.marac.gateway.model.Acting;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Office;
import org.marac.gateway.record.FileKeyCustody;
import org.marac.gateway.record.KeyCustody;
import org.marac.gateway.record.Pseudonyms;
import org.marac.gateway.storage.Transactions;
import org.marac.gateway.wiring.LocalAccounts;

/** Accounts over a real database, with the hashing that is really used. */
class AccountsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");
    private static final String PASSWORD = "a long and quiet password";

    private final Transactions transactions = Databases.shared().transactions();
    private final String login = "rowan-" + UUID.randomUUID();
    private final Secret secret = Secret.random();
    private final Recusals recusals = new Recusals();
    private Accounts accounts;
    private Attempts attempts;
    private final Sessions sessions = new Sessions();

    @BeforeEach
    void add() {
        KeyCustody custody = FileKeyCustody.in(Databases.sharedKeyFile());
        Pseudonyms pseudonyms = transactions.write((Connection c) -> Pseudonyms.open(c, custody));
        accounts = LocalAccounts.over(pseudonyms, custody);
        attempts = new Attempts(pseudonyms::mark);
        assertThat(transactions.write((Connection c) -> accounts.add(c, added(), PASSWORD, secret, NOW)))
                .isTrue();
    }

    @Test
    void takesTheRightPasswordWithTheRightCode() {
        SignIn result = check(PASSWORD, secret.code(NOW), NOW);

        assertThat(result.result()).isEqualTo(SignIn.Result.SIGNED_IN);
        assertThat(result.account().orElseThrow().office()).isEqualTo(Office.CHAIR);
        assertThat(result.reference()).isEqualTo(accounts.reference(login)).doesNotContain("rowan");
    }

    @Test
    void takesNeitherAlone() {
        assertThat(check("another password", secret.code(NOW), NOW).result()).isEqualTo(SignIn.Result.WRONG_PASSWORD);
        assertThat(check(PASSWORD, Secret.random().code(NOW), NOW).result()).isEqualTo(SignIn.Result.WRONG_CODE);
        assertThat(check(PASSWORD, "", NOW).result()).isEqualTo(SignIn.Result.WRONG_CODE);
    }

    @Test
    void takesNoCodeTwiceAndNoneOlderThanTheLast() {
        String earlier = secret.code(NOW.minusSeconds(30));
        check(PASSWORD, secret.code(NOW), NOW);

        assertThat(check(PASSWORD, secret.code(NOW), NOW).result()).isEqualTo(SignIn.Result.REPEATED_CODE);
        assertThat(check(PASSWORD, earlier, NOW).result()).isEqualTo(SignIn.Result.REPEATED_CODE);
        Instant later = NOW.plusSeconds(60);
        assertThat(check(PASSWORD, secret.code(later), later).result()).isEqualTo(SignIn.Result.SIGNED_IN);
    }

    @Test
    void oneCodeUsedTwiceAtOnceIsTakenOnce() throws Exception {
        String code = secret.code(NOW);
        Callable<SignIn.Result> attempt = () -> check(PASSWORD, code, NOW).result();
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            List<Future<SignIn.Result>> both = two.invokeAll(List.of(attempt, attempt));
            assertThat(List.of(both.get(0).get(), both.get(1).get()))
                    .containsExactlyInAnyOrder(SignIn.Result.SIGNED_IN, SignIn.Result.REPEATED_CODE);
        } finally {
            two.shutdown();
        }
    }

    @Test
    void aWrongPasswordDoesNotUseUpTheCode() {
        check("another password", secret.code(NOW), NOW);

        assertThat(check(PASSWORD, secret.code(NOW), NOW).result()).isEqualTo(SignIn.Result.SIGNED_IN);
    }

    @Test
    void aDisabledAccountSignsInNoMoreAndIsSignedOut() {
        Sessions.Begun begun = begin(NOW);
        assertThat(transactions.write((Connection c) -> accounts.disable(c, login)))
                .isTrue();

        assertThat(check(PASSWORD, secret.code(NOW), NOW).result()).isEqualTo(SignIn.Result.DISABLED);
        assertThat(transactions.read((Connection c) -> sessions.find(c, begun.token(), NOW)))
                .isEmpty();
        assertThat(transactions.write((Connection c) -> accounts.disable(c, "nobody-" + login)))
                .isFalse();
    }

    @Test
    void aResetAccountHasANewPasswordAndSecretAndIsSignedOut() {
        Sessions.Begun begun = begin(NOW);
        Secret next = Secret.random();
        transactions.write((Connection c) -> accounts.reset(c, login, "another long password", next));

        assertThat(check(PASSWORD, secret.code(NOW), NOW).account()).isEmpty();
        assertThat(check("another long password", next.code(NOW), NOW).result()).isEqualTo(SignIn.Result.SIGNED_IN);
        assertThat(transactions.read((Connection c) -> sessions.find(c, begun.token(), NOW)))
                .isEmpty();
    }

    @Test
    void aLoginIsSomeonesOnce() {
        assertThat(transactions.write((Connection c) -> accounts.add(c, added(), PASSWORD, secret, NOW)))
                .isFalse();
    }

    @Test
    void theDatabaseHoldsNeitherPasswordNorSecretNorToken() {
        Sessions.Begun begun = begin(NOW);
        String account = transactions.read((Connection c) -> {
            try (var select = c.prepareStatement("select row_to_json(a)::text from account a where login = ?")) {
                select.setString(1, login);
                try (var row = select.executeQuery()) {
                    row.next();
                    return row.getString(1);
                }
            }
        });
        assertThat(account)
                .contains("$argon2id$v=19$m=19456,t=2,p=1$")
                .doesNotContain(PASSWORD, java.util.HexFormat.of().formatHex(secret.value()));
        assertThat(transactions.read((Connection c) -> {
                    try (var select =
                            c.prepareStatement("select count(*) from session where encode(token, 'escape') = ?")) {
                        select.setString(1, begun.token());
                        try (var row = select.executeQuery()) {
                            row.next();
                            return row.getInt(1);
                        }
                    }
                }))
                .isZero();
    }

    @Test
    void aSessionEndsByItselfAfterHalfAnHour() {
        Sessions.Begun begun = begin(NOW);

        assertThat(begun.expires()).isEqualTo(NOW.plus(Duration.ofMinutes(30)));
        assertThat(transactions.read((Connection c) ->
                        sessions.find(c, begun.token(), begun.expires().minusMillis(1))))
                .isPresent();
        assertThat(transactions.read((Connection c) -> sessions.find(c, begun.token(), begun.expires())))
                .isEmpty();
        assertThat(transactions.read((Connection c) -> sessions.find(c, "another token", NOW)))
                .isEmpty();
    }

    @Test
    void whoeverSignsOutIsOut() {
        Sessions.Begun begun = begin(NOW);
        transactions.write((Connection c) -> {
            sessions.end(c, begun.token());
            return begun;
        });

        assertThat(transactions.read((Connection c) -> sessions.find(c, begun.token(), NOW)))
                .isEmpty();
    }

    @Test
    void anIssuersTokenIsTakenOnce() {
        Digest token = Bytes.utf8("token " + UUID.randomUUID()).digest();
        Sessions.Person person =
                new Sessions.Person(acting(), "Rowan Ellery", Optional.of(token), NOW.plus(Duration.ofMinutes(5)));

        Optional<Sessions.Begun> first = transactions.write((Connection c) -> sessions.begin(c, person, NOW));
        assertThat(first.orElseThrow().expires()).as("no longer than the token").isEqualTo(person.until());
        assertThat(transactions.write((Connection c) -> sessions.begin(c, person, NOW)))
                .isEmpty();
    }

    @Test
    void whoeverGuessesIsLockedOutAndOthersAreNot() {
        String address = "10.0.0." + UUID.randomUUID();
        for (int i = 0; i < 5; i++) {
            assertThat(count(address, NOW)).isEqualTo(Attempts.Standing.MAY_TRY);
        }
        assertThat(count(address, NOW)).isEqualTo(Attempts.Standing.LOCKED_NOW);
        assertThat(count(address, NOW)).isEqualTo(Attempts.Standing.LOCKED);
        assertThat(count("another " + address, NOW))
                .as("the person at the desk")
                .isEqualTo(Attempts.Standing.MAY_TRY);
        assertThat(count(address, NOW.plus(Duration.ofMinutes(16)))).isEqualTo(Attempts.Standing.MAY_TRY);
    }

    @Test
    void whoeverGetsInHasMistypedNothing() {
        String address = "10.0.0." + UUID.randomUUID();
        for (int i = 0; i < 4; i++) {
            count(address, NOW);
        }
        transactions.write((Connection c) -> {
            attempts.forget(c, login, address, NOW);
            return login;
        });

        assertThat(count(address, NOW)).isEqualTo(Attempts.Standing.MAY_TRY);
    }

    @Test
    void whoeverTriesManyLoginsFromOneAddressIsLockedOut() {
        String address = "10.0.0." + UUID.randomUUID();
        Attempts.Standing last = Attempts.Standing.MAY_TRY;
        for (int i = 0; i < 61; i++) {
            String other = "login-" + UUID.randomUUID();
            last = transactions.write((Connection c) -> attempts.count(c, other, address, NOW));
        }
        assertThat(last).isEqualTo(Attempts.Standing.LOCKED_NOW);
    }

    @Test
    void recusalsAreKeptByAccount() {
        transactions.write((Connection c) -> {
            recusals.add(c, accounts.reference(login), "case-1");
            recusals.add(c, accounts.reference(login), "case-1");
            return login;
        });

        assertThat(transactions.read((Connection c) -> recusals.of(c, accounts.reference(login))))
                .containsExactly("case-1");
    }

    private Attempts.Standing count(String address, Instant at) {
        return transactions.write((Connection c) -> attempts.count(c, login, address, at));
    }

    private Sessions.Begun begin(Instant at) {
        Sessions.Person person =
                new Sessions.Person(acting(), "Rowan Ellery", Optional.empty(), at.plus(Duration.ofDays(1)));
        return transactions
                .write((Connection c) -> sessions.begin(c, person, at))
                .orElseThrow();
    }

    private SignIn check(String password, String code, Instant at) {
        return transactions.write(
                (Connection c) -> accounts.check(c, new Accounts.Typed(login, password, code, "127.0.0.1"), at));
    }

    private Acting acting() {
        return new Acting(accounts.reference(login), Office.CHAIR, new AgencyId("wenbury-police"));
    }

    private Accounts.New added() {
        return new Accounts.New(login, "Rowan Ellery", Office.CHAIR, new AgencyId("wenbury-police"), false);
    }
}
