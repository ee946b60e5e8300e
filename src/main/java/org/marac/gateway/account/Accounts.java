package org.marac.gateway.account;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Office;

/**
 * Is this the person, and in what office do they act? Accounts kept by the gateway itself: a password, of which an
 * Argon2id hash is stored, and a one-time code, each of which is taken once. The caller opens and commits the transaction.
 */
public final class Accounts {
    private static final String ADD = "insert into account (reference, login, name, office, agency, password, secret,"
            + " example, created_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing";
    private static final String RESET =
            "update account set password = ?, secret = ?, last_step = 0, disabled = false where login = ?";
    private static final String USE = "update account set last_step = ? where reference = ? and last_step < ?";

    private final Passwords passwords;
    private final Marks marks;
    private final Cover cover;
    /** The hash that a password is compared with where there is no account, so that the answer takes as long. */
    private final String nobody;

    /**
     * @param passwords how passwords are hashed
     * @param marks keyed hashes
     * @param cover who keeps the secrets of one-time codes from the eyes of whoever reads the database
     */
    public Accounts(Passwords passwords, Marks marks, Cover cover) {
        this.passwords = passwords;
        this.marks = marks;
        this.cover = cover;
        this.nobody = passwords.hash(UUID.randomUUID().toString());
    }

    /** How passwords are hashed. */
    public interface Passwords {
        String hash(String password);

        boolean matches(String password, String hash);
    }

    /** A keyed hash of the parts, with a key for this use. */
    @FunctionalInterface
    public interface Marks {
        UUID mark(String use, String... parts);
    }

    /** Covers what must not be read from the database; bound to its context. */
    public interface Cover {
        Bytes cover(byte[] plain, String context);

        byte[] uncover(Bytes covered, String context);
    }

    /**
     * A new account.
     *
     * @param login what the person signs in as
     * @param name the person's name
     * @param example whether everyone knows its password
     */
    public record New(String login, String name, Office office, AgencyId agency, boolean example) {}

    /**
     * What a person types.
     *
     * @param login who they say they are
     * @param password the password
     * @param code the one-time code
     * @param address from which network address
     */
    public record Typed(String login, String password, String code, String address) {
        /** Without the password. */
        @Override
        public String toString() {
            return "Typed";
        }
    }

    /** The pseudonym of an account, whether there is one or not. */
    public String reference(String login) {
        return marks.mark("account", login).toString().replace("-", "");
    }

    /** The pseudonym of someone an issuer speaks of. */
    public String reference(String issuer, String subject) {
        return marks.mark("account", issuer, subject).toString().replace("-", "");
    }

    /**
     * Makes an account.
     *
     * @return false where the login is taken
     */
    public boolean add(Connection connection, New added, String password, Secret secret, Instant now)
            throws SQLException {
        String reference = reference(added.login());
        try (PreparedStatement insert = connection.prepareStatement(ADD)) {
            insert.setString(1, reference);
            insert.setString(2, added.login());
            insert.setString(3, added.name());
            insert.setString(4, added.office().name());
            insert.setString(5, added.agency().value());
            insert.setString(6, passwords.hash(password));
            insert.setBytes(7, cover.cover(secret.value(), context(reference)).toArray());
            insert.setBoolean(8, added.example());
            insert.setTimestamp(9, Timestamp.from(now));
            return insert.executeUpdate() == 1;
        }
    }

    /** A new password and secret for an account; whoever is signed in as it, no longer is. False where there is none. */
    public boolean reset(Connection connection, String login, String password, Secret secret) throws SQLException {
        String reference = reference(login);
        try (PreparedStatement update = connection.prepareStatement(RESET)) {
            update.setString(1, passwords.hash(password));
            update.setBytes(2, cover.cover(secret.value(), context(reference)).toArray());
            update.setString(3, login);
            if (update.executeUpdate() != 1) {
                return false;
            }
        }
        run(connection, "delete from session where reference = ?", reference);
        return true;
    }

    /** The account can no longer sign in, and whoever is signed in as it no longer is. False where there is none. */
    public boolean disable(Connection connection, String login) throws SQLException {
        boolean done = run(connection, "update account set disabled = true where login = ?", login) == 1;
        run(connection, "delete from session where reference = ?", reference(login));
        return done;
    }

    /** All accounts, by login. */
    public List<Account> list(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select * from account order by login");
                ResultSet row = select.executeQuery()) {
            List<Account> all = new ArrayList<>();
            while (row.next()) {
                all.add(account(row));
            }
            return all;
        }
    }

    /**
     * Is it the person? Count the attempt first, with {@link Attempts}. Takes the code, so that nobody uses it again; works
     * as long whether there is such an account or not.
     */
    public SignIn check(Connection connection, Typed typed, Instant now) throws SQLException {
        String reference = reference(typed.login());
        Optional<Stored> stored = stored(connection, reference);
        boolean password =
                passwords.matches(typed.password(), stored.map(Stored::password).orElse(nobody));
        if (stored.isEmpty()) {
            return failed(reference, SignIn.Result.UNKNOWN);
        }
        byte[] secret = cover.uncover(stored.get().secret(), context(reference));
        OptionalLong step = OneTimeCode.matching(secret, typed.code(), now);
        if (!password) {
            return failed(reference, SignIn.Result.WRONG_PASSWORD);
        }
        if (step.isEmpty()) {
            return failed(reference, SignIn.Result.WRONG_CODE);
        }
        if (stored.get().account().disabled()) {
            return failed(reference, SignIn.Result.DISABLED);
        }
        try (PreparedStatement update = connection.prepareStatement(USE)) {
            update.setLong(1, step.getAsLong());
            update.setString(2, reference);
            update.setLong(3, step.getAsLong());
            if (update.executeUpdate() != 1) {
                return failed(reference, SignIn.Result.REPEATED_CODE);
            }
        }
        return new SignIn(reference, Optional.of(stored.get().account()), SignIn.Result.SIGNED_IN);
    }

    /** Takes as long as {@link #check} and looks at nothing. */
    public void pretend(Typed typed) {
        passwords.matches(typed.password(), nobody);
    }

    private record Stored(Account account, String password, Bytes secret) {}

    private static Optional<Stored> stored(Connection connection, String reference) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select * from account where reference = ?")) {
            select.setString(1, reference);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(
                                new Stored(account(row), row.getString("password"), Bytes.of(row.getBytes("secret"))))
                        : Optional.empty();
            }
        }
    }

    private static Account account(ResultSet row) throws SQLException {
        return new Account(
                row.getString("reference"),
                row.getString("login"),
                row.getString("name"),
                Office.valueOf(row.getString("office")),
                new AgencyId(row.getString("agency")),
                row.getBoolean("disabled"),
                row.getBoolean("example"),
                row.getTimestamp("created_at").toInstant());
    }

    private static SignIn failed(String reference, SignIn.Result result) {
        return new SignIn(reference, Optional.empty(), result);
    }

    private static String context(String reference) {
        return "account " + reference;
    }

    private static int run(Connection connection, String sql, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }
}
