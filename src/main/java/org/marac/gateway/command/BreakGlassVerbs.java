package org.marac.gateway.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Break-glass in a person's name, through the people's door. What it opens is looked at and let go with {@code hold}. */
@Command(
        name = "breakglass",
        description = "Asks for, agrees to, closes, reviews and lists break-glass. Sign in first, with hold sign-in.",
        subcommands = {
            BreakGlassVerbs.AskVerb.class,
            BreakGlassVerbs.AgreeVerb.class,
            BreakGlassVerbs.CloseVerb.class,
            BreakGlassVerbs.ReviewVerb.class,
            BreakGlassVerbs.ListVerb.class
        })
final class BreakGlassVerbs {
    private static final String PATH = "/api/breakglass";

    private BreakGlassVerbs() {}

    @Command(name = "ask", description = "The first person asks: this cannot wait for the coordinator.")
    static final class AskVerb extends PersonalVerb {
        @Parameters(paramLabel = "HOLD", description = "what cannot wait; the break-glass is for its case")
        String hold = "";

        @Option(names = "--reason", required = true, description = "a code, for example life-in-danger")
        String reason = "";

        @Override
        public Integer call() {
            return told(door.post(PATH, Map.of("hold", hold, "reason", reason)));
        }
    }

    /** What is done with one break-glass. */
    abstract static class GlassVerb extends PersonalVerb {
        @Parameters(paramLabel = "BREAKGLASS")
        String glass = "";

        /** Does it, tells how it stands then, and answers how the verb ends. */
        int done(String what, Map<String, String> body) {
            return told(door.post(PATH + "/" + glass + "/" + what, body));
        }
    }

    @Command(name = "agree", description = "Another person, of another office, agrees within the hour.")
    static final class AgreeVerb extends GlassVerb {
        @Override
        public Integer call() {
            return done("agree", Map.of());
        }
    }

    @Command(name = "close", description = "One of those who opened it closes it.")
    static final class CloseVerb extends GlassVerb {
        @Override
        public Integer call() {
            return done("close", Map.of());
        }
    }

    @Command(name = "review", description = "Chair or data protection officer, who took no part, has looked at it.")
    static final class ReviewVerb extends GlassVerb {
        @Option(names = "--finding", required = true, description = "a code, for example was-right")
        String finding = "";

        @Override
        public Integer call() {
            return done("review", Map.of("finding", finding));
        }
    }

    @Command(name = "list", description = "The latest uses, newest first.")
    static final class ListVerb extends PersonalVerb {
        @Override
        public Integer call() {
            return door.list(PATH, "breakGlass", table(), BreakGlassVerbs::row);
        }
    }

    private static int told(PeopleDoor.Answer answer) {
        return answer.tell(body -> {
            Table table = table();
            row(table, body);
            System.out.print(table.text());
        });
    }

    private static Table table() {
        return new Table("break-glass", "case", "reason", "standing", "until", "review by", "people", "finding");
    }

    private static void row(Table table, JsonNode glass) {
        List<String> people = new ArrayList<>();
        glass.path("people")
                .forEach(person -> people.add(person.path("office").asText() + " of "
                        + person.path("agency").asText()));
        table.row(
                glass.path("id").asText(),
                glass.path("case").asText(),
                glass.path("reason").asText(),
                standing(glass),
                glass.path("until").asText(),
                glass.path("reviewBy").asText(),
                String.join(", ", people),
                glass.at("/review/finding").asText());
    }

    private static String standing(JsonNode glass) {
        if (glass.has("review")) {
            return "reviewed";
        }
        if (glass.path("open").asBoolean()) {
            return "OPEN";
        }
        return glass.path("mustBeReviewed").asBoolean() ? "TO BE REVIEWED" : "asked";
    }
}
