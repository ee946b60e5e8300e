package org.marac.gateway.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Cases that may be of the same people, in the name of the person who decides, through the people's door. */
@Command(
        name = "case",
        description =
                "Lists, compares and decides on cases that may be of the same people, and reads what agencies' systems"
                        + " answered. Sign in first, with hold sign-in.",
        subcommands = {
            CandidateVerbs.CandidatesVerb.class,
            CandidateVerbs.CompareVerb.class,
            CandidateVerbs.SameVerb.class,
            CandidateVerbs.DifferentVerb.class,
            AnswerVerbs.AnswersVerb.class,
            AnswerVerbs.AnswerVerb.class
        })
final class CandidateVerbs {
    private static final String PATH = "/api/candidates";

    private CandidateVerbs() {}

    @Command(name = "candidates", description = "Cases that may be of the same people, the oldest first.")
    static final class CandidatesVerb extends PersonalVerb {
        @Override
        public Integer call() {
            return door.list(
                    PATH, "candidates", new Table("candidate", "one case", "the other", "since"), CandidatesVerb::row);
        }

        private static void row(Table table, JsonNode candidate) {
            table.row(
                    candidate.path("id").asText(),
                    candidate.path("one").asText(),
                    candidate.path("other").asText(),
                    candidate.path("since").asText());
        }
    }

    @Command(name = "compare", description = "The people of the two cases, as agencies named them. The look is logged.")
    static final class CompareVerb extends PersonalVerb {
        @Parameters(paramLabel = "CANDIDATE")
        String candidate = "";

        @Override
        public Integer call() {
            return door.get(PATH + "/" + candidate).tell(shown -> {
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

    /** What a person says of a candidate. */
    abstract static class DecidingVerb extends PersonalVerb {
        @Option(names = "--reason", required = true, description = "a code, for example seen-the-records")
        String reason = "";

        @Option(names = "--instead", description = "the entry of the decision this one takes the place of")
        Optional<Long> instead = Optional.empty();

        @Parameters(paramLabel = "CANDIDATE")
        String candidate = "";

        /** Says it, and answers how the verb ends. */
        int decide(String said) {
            Map<String, Object> body = new HashMap<>(Map.of("reason", reason));
            instead.ifPresent(entry -> body.put("instead", entry));
            return door.post(PATH + "/" + candidate + "/" + said, body)
                    .tell(answer -> System.out.println(said(answer)));
        }
    }

    @Command(
            name = "same",
            description =
                    "They are the same people: each case knows from now on what must be kept from whom in the other.")
    static final class SameVerb extends DecidingVerb {
        @Override
        public Integer call() {
            return decide("same");
        }
    }

    @Command(name = "different", description = "They are different people: nobody is asked again.")
    static final class DifferentVerb extends DecidingVerb {
        @Override
        public Integer call() {
            return decide("different");
        }
    }

    private static String said(JsonNode body) {
        return body.path("said").asText() + ", entry " + body.path("entry").asText() + " of the audit log";
    }
}
