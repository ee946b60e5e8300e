package org.marac.gateway.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Console;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.marac.gateway.account.ExampleAccounts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What waits for a person: looked at, let go or refused in that person's name, through the people's door. */
@Command(
        name = "hold",
        description = "Lists, shows, releases and refuses what waits for a person. Sign in first.",
        subcommands = {
            HoldVerbs.SignInVerb.class,
            HoldVerbs.SignOutVerb.class,
            HoldVerbs.ListVerb.class,
            HoldVerbs.ShowVerb.class,
            HoldVerbs.ReleaseVerb.class,
            HoldVerbs.RefuseVerb.class
        })
final class HoldVerbs {
    private static final String PATH = "/api/holds";

    private HoldVerbs() {}

    @Command(name = "sign-in", description = "Signs in and keeps the session, for half an hour at most.")
    static final class SignInVerb extends PersonalVerb {
        @Option(names = "--login", description = "who you are", defaultValue = "")
        String login = "";

        @Option(names = "--code", description = "the authenticator's code; asked for if it is not given")
        Optional<String> code = Optional.empty();

        @Option(names = "--example", description = "an example account: its password and code are known to everyone")
        boolean example;

        @Option(names = "--token", description = "a token of the OpenID Connect issuer, instead of the others")
        Optional<String> token = Optional.empty();

        @Override
        public Integer call() {
            Map<String, String> body = new HashMap<>();
            if (token.isPresent()) {
                body.put("token", token.get());
            } else if (example) {
                body.put("login", login);
                body.put("password", ExampleAccounts.PASSWORD);
                body.put(
                        "code",
                        ExampleAccounts.secret(login).code(Clock.systemUTC().instant()));
            } else {
                body.put("login", login);
                body.put("password", password());
                body.put("code", code.orElseGet(() -> asked("Code: ")));
            }
            return door.signIn(body).tell(answer -> {
                System.out.println("Signed in until " + answer.path("expires").asText());
            });
        }

        /** From the environment for a program, from the keyboard for a person; never from the command line, which others see. */
        private static String password() {
            return Optional.ofNullable(System.getenv("MARAC_PASSWORD")).orElseGet(() -> {
                Console console = console();
                return new String(console.readPassword("Password: "));
            });
        }

        private static String asked(String prompt) {
            return console().readLine(prompt);
        }

        private static Console console() {
            Console console = System.console();
            if (console == null) {
                throw new IllegalStateException("There is no keyboard to ask: set MARAC_PASSWORD and give --code");
            }
            return console;
        }
    }

    @Command(name = "sign-out", description = "Ends the session.")
    static final class SignOutVerb extends PersonalVerb {
        @Override
        public Integer call() {
            PeopleDoor.Answer answer = door.signOut();
            return answer.isYes() ? 0 : answer.no();
        }
    }

    @Command(name = "list", description = "What waits, the most urgent first.")
    static final class ListVerb extends PersonalVerb {
        @Override
        public Integer call() {
            return door.list(
                    PATH,
                    "holds",
                    new Table("hold", "emergency", "due", "escalated", "from", "to", "reason", "clauses", "yours"),
                    ListVerb::row);
        }

        private static void row(Table table, JsonNode hold) {
            table.row(
                    hold.path("id").asText(),
                    hold.path("emergency").asBoolean() ? "EMERGENCY" : "",
                    hold.path("due").asText(),
                    hold.path("escalations").asText(),
                    hold.path("from").asText(),
                    hold.path("to").asText(),
                    hold.path("reason").asText(),
                    texts(hold.path("clauses")),
                    hold.path("mayDecide").asBoolean() ? "yes" : "no");
        }
    }

    @Command(
            name = "show",
            description = "One hold: why it waits, what the protocol says now, the exact view that would leave.")
    static final class ShowVerb extends PersonalVerb {
        @Parameters(paramLabel = "HOLD")
        String hold = "";

        @Option(names = "--break-glass", description = "under which break-glass")
        Optional<String> glass = Optional.empty();

        @Override
        public Integer call() {
            return door.get(PATH + "/" + hold
                            + glass.map(id -> "?breakGlass=" + id).orElse(""))
                    .tell(shown -> {
                        line("from", shown.path("from").asText());
                        line(
                                "to",
                                shown.at("/recipient/name").asText() + " ("
                                        + shown.path("to").asText() + ")");
                        line(
                                "waits because of",
                                shown.path("reason").asText() + ", by " + texts(shown.path("clauses")));
                        line("case", shown.path("case").asText());
                        line(
                                "the protocol now",
                                shown.at("/protocol/says").asText() + ", by " + texts(shown.at("/protocol/clauses")));
                        for (JsonNode view : shown.path("views")) {
                            System.out.println();
                            line(
                                    "view",
                                    view.path("sha256").asText()
                                            + (view.path("blackened").asBoolean() ? ", blacked out" : ""));
                            line("withheld", texts(view.path("withheld")));
                            line("in doubt", texts(view.path("doubts")));
                            System.out.println(view.path("content").asText());
                        }
                    });
        }
    }

    @Command(name = "release", description = "Lets it go: the view you saw, by the SHA-256 that show printed.")
    static final class ReleaseVerb extends PersonalVerb {
        @Parameters(paramLabel = "HOLD")
        String hold = "";

        @Option(names = "--view", required = true, description = "the SHA-256 of the view you saw")
        String view = "";

        @Option(names = "--reason", required = true, description = "a code, for example seen-and-safe")
        String reason = "";

        @Option(names = "--break-glass", description = "under which break-glass")
        Optional<String> glass = Optional.empty();

        @Override
        public Integer call() {
            Map<String, String> body = new HashMap<>(Map.of("view", view, "reason", reason));
            glass.ifPresent(id -> body.put("breakGlass", id));
            return decided(door.post(PATH + "/" + hold + "/release", body));
        }
    }

    @Command(name = "refuse", description = "Decides that it will not go.")
    static final class RefuseVerb extends PersonalVerb {
        @Parameters(paramLabel = "HOLD")
        String hold = "";

        @Option(names = "--reason", required = true, description = "a code, for example not-needed")
        String reason = "";

        @Override
        public Integer call() {
            return decided(door.post(PATH + "/" + hold + "/refuse", Map.of("reason", reason)));
        }
    }

    private static int decided(PeopleDoor.Answer answer) {
        return answer.tell(body -> {
            System.out.println(body.path("state").asText() + ", entry "
                    + body.path("entry").asText() + " of the audit log");
        });
    }

    private static String texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return String.join(" ", texts);
    }

    private static void line(String name, String value) {
        System.out.println(String.format("%-20s%s", name, value));
    }
}
