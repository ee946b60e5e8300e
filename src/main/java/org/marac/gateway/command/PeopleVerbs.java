package org.marac.gateway.command;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.marac.gateway.account.Account;
import org.marac.gateway.account.Accounts;
import org.marac.gateway.account.Recusals;
import org.marac.gateway.account.Secret;
import org.marac.gateway.audit.PostgresAuditLog;
import org.marac.gateway.flow.Details;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Office;
import org.marac.gateway.record.FileKeyCustody;
import org.marac.gateway.record.KeyCustody;
import org.marac.gateway.record.Pseudonyms;
import org.marac.gateway.storage.Database;
import org.marac.gateway.wiring.LocalAccounts;
import org.marac.gateway.wiring.Software;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The accounts of the MARAC's own people. Each change is in the audit log with it. */
@Command(
        name = "people",
        description = "Makes, lists, resets and disables the accounts of the MARAC's own people.",
        subcommands = {
            PeopleVerbs.AddVerb.class,
            PeopleVerbs.ListVerb.class,
            PeopleVerbs.DisableVerb.class,
            PeopleVerbs.ResetVerb.class,
            PeopleVerbs.RecuseVerb.class
        })
final class PeopleVerbs {
    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final int GROUPS = 5;
    private static final int GROUP = 5;

    private PeopleVerbs() {}

    /** Where the accounts are kept, and whose they are. */
    static final class Register {
        @Mixin
        Storehouse storehouse = new Storehouse();

        @Option(
                names = "--key-file",
                description = "the file of the key-encryption key, if gateway.keys.custody is set")
        Optional<java.nio.file.Path> keyFile = Optional.empty();

        <T> T with(Work<T> work) {
            try (Database database = storehouse.attach()) {
                KeyCustody custody = FileKeyCustody.in(
                        keyFile.orElse(storehouse.data.resolve("keys").resolve("kek")));
                Pseudonyms pseudonyms =
                        database.transactions().write((Connection connection) -> Pseudonyms.open(connection, custody));
                Accounts accounts = LocalAccounts.over(pseudonyms, custody);
                return database.transactions().write((Connection connection) -> work.in(connection, accounts));
            }
        }
    }

    /** What is done with the accounts, in one transaction. */
    @FunctionalInterface
    interface Work<T> {
        T in(Connection connection, Accounts accounts) throws SQLException;
    }

    @Command(name = "add", description = "Makes an account and prints its password and authenticator secret, once.")
    static final class AddVerb implements Callable<Integer> {
        @Mixin
        Register register = new Register();

        @Option(names = "--login", required = true, description = "what the person signs in as")
        String login = "";

        @Option(
                names = "--name",
                required = true,
                description = "the person's name: compared with the people of a case")
        String name = "";

        @Option(names = "--office", required = true, description = "coordinator, deputy, chair, dpo or auditor")
        Office office = Office.AUDITOR;

        @Option(names = "--agency", required = true, description = "whose officer")
        String agency = "";

        @Override
        public Integer call() {
            String password = password();
            Secret secret = Secret.random();
            Accounts.New added = new Accounts.New(login, name, office, new AgencyId(agency), false);
            Instant now = Clock.systemUTC().instant();
            boolean done = register.with((connection, accounts) -> {
                if (!accounts.add(connection, added, password, secret, now)) {
                    return false;
                }
                Details details = Details.none()
                        .and("account", accounts.reference(login))
                        .and("office", office.name())
                        .and("agency", agency);
                note(connection, "person.added", details, now);
                return true;
            });
            if (!done) {
                System.out.println("There is an account " + login + " already.");
                return 1;
            }
            tell(login, password, secret);
            return 0;
        }
    }

    @Command(name = "list", description = "Lists the accounts.")
    static final class ListVerb implements Callable<Integer> {
        @Mixin
        Register register = new Register();

        @Override
        public Integer call() {
            Table table = new Table("login", "name", "office", "agency", "account", "standing");
            register.with((connection, accounts) -> accounts.list(connection))
                    .forEach(account -> table.row(
                            account.login(),
                            account.name(),
                            account.office().name().toLowerCase(Locale.ROOT),
                            account.agency().value(),
                            account.reference(),
                            standing(account)));
            System.out.print(table.text());
            return 0;
        }

        private static String standing(Account account) {
            return account.disabled() ? "disabled" : account.example() ? "example only" : "";
        }
    }

    @Command(name = "disable", description = "The account can no longer sign in, and is signed out at once.")
    static final class DisableVerb implements Callable<Integer> {
        @Mixin
        Register register = new Register();

        @Option(names = "--login", required = true)
        String login = "";

        @Override
        public Integer call() {
            return changed(
                    register, login, "person.disabled", (connection, accounts) -> accounts.disable(connection, login));
        }
    }

    @Command(name = "reset", description = "Gives an account a new password and secret, and prints them, once.")
    static final class ResetVerb implements Callable<Integer> {
        @Mixin
        Register register = new Register();

        @Option(names = "--login", required = true)
        String login = "";

        @Override
        public Integer call() {
            String password = password();
            Secret secret = Secret.random();
            int status = changed(
                    register,
                    login,
                    "person.reset",
                    (connection, accounts) -> accounts.reset(connection, login, password, secret));
            if (status == 0) {
                tell(login, password, secret);
            }
            return status;
        }
    }

    @Command(name = "recuse", description = "The account must not open a case.")
    static final class RecuseVerb implements Callable<Integer> {
        @Mixin
        Register register = new Register();

        @Option(names = "--login", required = true)
        String login = "";

        @Option(names = "--case", required = true, description = "the pseudonym of the case")
        String caseRef = "";

        @Override
        public Integer call() {
            return changed(register, login, "person.recused", (connection, accounts) -> {
                boolean known = accounts.list(connection).stream()
                        .anyMatch(account -> account.login().equals(login));
                new Recusals().add(connection, accounts.reference(login), caseRef);
                return known;
            });
        }
    }

    private static int changed(Register register, String login, String event, Work<Boolean> work) {
        boolean done = register.with((connection, accounts) -> {
            boolean changed = work.in(connection, accounts);
            if (changed) {
                Details details = Details.none().and("account", accounts.reference(login));
                note(connection, event, details, Clock.systemUTC().instant());
            }
            return changed;
        });
        System.out.println(done ? "Done." : "There is no account " + login + ".");
        return done ? 0 : 1;
    }

    private static void note(Connection connection, String event, Details details, Instant at) throws SQLException {
        new PostgresAuditLog(Software.version())
                .append(connection, List.of(new Entry.Noted(at, event, Optional.empty(), details.list())));
    }

    private static void tell(String login, String password, Secret secret) {
        System.out.println("Password:       " + password);
        System.out.println("Authenticator:  " + secret.uri(login));
        System.out.println("Neither is shown again. Give each to the person by a way of its own.");
    }

    /** 25 letters and digits that nobody confuses: more than 120 bits. */
    private static String password() {
        SecureRandom random = new SecureRandom();
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < GROUPS * GROUP; i++) {
            password.append(i > 0 && i % GROUP == 0 ? "-" : "")
                    .append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return password.toString();
    }
}
