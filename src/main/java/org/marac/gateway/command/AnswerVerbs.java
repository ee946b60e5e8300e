package org.marac.gateway.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What agencies' systems answered to what they were sent, through the people's door. */
final class AnswerVerbs {
    private static final String PATH = "/api/answers";

    private AnswerVerbs() {}

    @Command(
            name = "answers",
            description = "What agencies' systems answered, of one case or the latest of all; without what they say.")
    static final class AnswersVerb extends PersonalVerb {
        @Parameters(paramLabel = "CASE", arity = "0..1")
        Optional<String> ofCase = Optional.empty();

        @Override
        public Integer call() {
            return door.list(
                    PATH + ofCase.map(ref -> "?case=" + ref).orElse(""),
                    "answers",
                    new Table("answer", "at", "from", "case", "code", ""),
                    AnswersVerb::row);
        }

        private static void row(Table table, JsonNode one) {
            table.row(
                    one.path("id").asText(),
                    one.path("at").asText(),
                    one.path("from").asText(),
                    one.path("case").asText(),
                    one.path("code").asText(),
                    one.path("parked").asBoolean() ? "what it answers is not known here" : "");
        }
    }

    @Command(
            name = "answer",
            description = "Saves what an agency's system answered to a file for your eyes alone. The look is logged.")
    static final class AnswerVerb extends PersonalVerb {
        @Option(names = "--reason", required = true, description = "what for, a code, for example prepare-the-meeting")
        String reason = "";

        @Option(names = "--to", required = true, description = "the file to write; it must not be there yet")
        Path to = Path.of("");

        @Parameters(paramLabel = "ANSWER")
        String answer = "";

        @Override
        public Integer call() {
            return door.look(PATH + "/" + answer + "/open", reason, to);
        }
    }
}
