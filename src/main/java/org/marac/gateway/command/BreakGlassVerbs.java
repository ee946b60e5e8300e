package org.marac.gateway.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
    private BreakGlassVerbs() {}

    @Command(name = "ask", description = "The first person asks: this cannot wait for the coordinator.")
    static final class AskVerb implements Callable<Integer> {
        @Mixin
        PeopleDoor door = new PeopleDoor();

        @Parameters(paramLabel = "HOLD", description = "what cannot wait; the break-glass is for its case")
        String hold = "";

        @Option(names = "--reason", required = true, description = "a code, for example life-in-danger")
        String reason = "";

        @Override
        public Integer call() {
            return told(door.post("/api/breakglass", Map.of("hold", hold, "reason", reason)));
        }
    }

    @Command(name = "agree", description = "Another person, of another office, agrees within the hour.")
    static final class AgreeVerb implements Callable<Integer> {
        @Mixin
        PeopleDoor door = new PeopleDoor();

        @Parameters(paramLabel = "BREAKGLASS")
        String glass = "";

        @Override
        public Integer call() {
            return told(door.post("/api/breakglass/" + glass + "/agree", Map.of()));
        }
    }

    @Command(name = "close", description = "One of those who opened it closes it.")
    static final class CloseVerb implements Callable<Integer> {
        @Mixin
        PeopleDoor door = new PeopleDoor();

        @Parameters(paramLabel = "BREAKGLASS")
        String glass = "";

        @Override
        public Integer call() {
            return told(door.post("/api/breakglass/" + glass + "/close", Map.of()));
        }
    }

    @Command(name = "review", description = "Chair or data protection officer, who took no part, has looked at it.")
    static final class ReviewVerb implements Callable<Integer> {
        @Mixin
        PeopleDoor door = new PeopleDoor();

        @Parameters(paramLabel = "BREAKGLASS")
        String glass = "";

        @Option(names = "--finding", required = true, description = "a code, for example was-right")
        String finding = "";

        @Override
        public Integer call() {
            return told(door.post("/api/breakglass/" + glass + "/review", Map.of("finding", finding)));
        }
    }

    @Command(name = "list", description = "The latest uses, newest first.")
    static final class ListVerb implements Callable<Integer> {
        @Mixin
        PeopleDoor door = new PeopleDoor();

        @Override
        public Integer call() {
            return door.get("/api/breakglass").tell(answer -> {
                Table table = table();
                answer.path("breakGlass").forEach(glass -> row(glass, table));
                System.out.print(table.text());
            });
        }
    }

    private static int told(PeopleDoor.Answer answer) {
        return answer.tell(body -> {
            Table table = table();
            row(body, table);
            System.out.print(table.text());
        });
    }

    private static Table table() {
        return new Table("break-glass", "case", "reason", "standing", "until", "review by", "people", "finding");
    }

    private static void row(JsonNode glass, Table table) {
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
