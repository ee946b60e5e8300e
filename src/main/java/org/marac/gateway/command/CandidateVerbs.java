package org.marac.gateway.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Cases that may be of the same people, in the name of the person who decides, through the people's door. */
@Command(
        name = "case",
        description =
                "Lists, compares and decides on cases that may be of the same people. Sign in first, with hold sign-in.",
        subcommands = {
            CandidateVerbs.CandidatesVerb.class,
            CandidateVerbs.CompareVerb.class,
            CandidateVerbs.SameVerb.class,
            CandidateVerbs.DifferentVerb.class
        })
final class CandidateVerbs {
    private static final String PATH = "/api/candidates";

    private CandidateVerbs() {}

    @Command(name = "candidates", description = "Cases that may be of the same people, the oldest first.")
    static final class CandidatesVerb implements Callable<Integer> {
        @Mixin
        PeopleDoor door = new PeopleDoor();

        @Override
        public Integer call() {
            return door.get(PATH).tell(answer -> {
                Table table = new Table("candidate", "one case", "the other", "since");
                for (JsonNode candidate : answer.path("candidates")) {
                    table.row(
                            candidate.path("id").asText(),
                            candidate.path("one").asText(),
                            candidate.path("other").asText(),
                            candidate.path("since").asText());
                }
                System.out.print(table.text());
            });
        }
    }

    @Command(name = "compare", description = "The people of the two cases, as agencies named them. The look is logged.")
    static final class CompareVerb implements Callable<Integer> {
        @Mixin
        PeopleDoor door = new PeopleDoor();

        @Parameters(paramLabel = "CANDIDATE")
        String candidate = "";

        @Override
        public Integer call() {
            return door.get(PATH + "/" + candidate).tell(answer -> {
                JsonNode shown = answer;
                Table table = new Table("case", "role", "given", "family", "born", "NHS number", "said by", "at", "");
                for (JsonNode one : shown.path("cases")) {
                    one.path("people")
                            .forEach(person -> row(table, one.path("case").asText(), person));
                }
                System.out.print(table.text());
                if (shown.has("said")) {
                    System.out.println("decided: " + said(shown));
                }
            });
        }
    }

    private static void row(Table table, String caseRef, JsonNode person) {
        table.row(
                caseRef,
                person.path("role").asText(),
                person.path("given").asText(),
                person.path("family").asText(),
                person.path("birthDate").asText(),
                person.path("nhsNumber").asText(),
                person.path("from").asText(),
                person.path("at").asText(),
                person.path("corrected").asBoolean() ? "corrected since" : "");
    }

    /** What is given with a decision. */
    static final class Why {
        @Option(names = "--reason", required = true, description = "a code, for example seen-the-records")
        String reason = "";

        @Option(names = "--instead", description = "the entry of the decision this one takes the place of")
        Optional<Long> instead = Optional.empty();

        Map<String, Object> body() {
            Map<String, Object> body = new HashMap<>(Map.of("reason", reason));
            instead.ifPresent(entry -> body.put("instead", entry));
            return body;
        }
    }

    @Command(
            name = "same",
            description =
                    "They are the same people: each case knows from now on what must be kept from whom in the other.")
    static final class SameVerb implements Callable<Integer> {
        @Mixin
        PeopleDoor door = new PeopleDoor();

        @Mixin
        Why why = new Why();

        @Parameters(paramLabel = "CANDIDATE")
        String candidate = "";

        @Override
        public Integer call() {
            return decided(door.post(PATH + "/" + candidate + "/same", why.body()));
        }
    }

    @Command(name = "different", description = "They are different people: nobody is asked again.")
    static final class DifferentVerb implements Callable<Integer> {
        @Mixin
        PeopleDoor door = new PeopleDoor();

        @Mixin
        Why why = new Why();

        @Parameters(paramLabel = "CANDIDATE")
        String candidate = "";

        @Override
        public Integer call() {
            return decided(door.post(PATH + "/" + candidate + "/different", why.body()));
        }
    }

    private static int decided(PeopleDoor.Answer answer) {
        return answer.tell(body -> {
            System.out.println(said(body));
        });
    }

    private static String said(JsonNode body) {
        return body.path("said").asText() + ", entry " + body.path("entry").asText() + " of the audit log";
    }
}
