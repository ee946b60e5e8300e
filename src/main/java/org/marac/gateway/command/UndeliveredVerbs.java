package org.marac.gateway.command;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What has not reached its recipients, in the name of the person who deals with it, through the people's door. */
@Command(
        name = "undelivered",
        description =
                "Lists, has tried once more and dismisses what has not reached its recipients. Sign in first, with"
                        + " hold sign-in.",
        subcommands = {
            UndeliveredVerbs.ListVerb.class,
            UndeliveredVerbs.ShowVerb.class,
            UndeliveredVerbs.RetryVerb.class,
            UndeliveredVerbs.DismissVerb.class
        })
final class UndeliveredVerbs {
    private static final String PATH = "/api/undelivered";

    private UndeliveredVerbs() {}

    @Command(name = "list", description = "What was set aside, then what is late; each the oldest first. No content.")
    static final class ListVerb extends PersonalVerb {
        @Override
        public Integer call() {
            return door.list(
                    PATH,
                    "undelivered",
                    new Table("disclosure", "since", "to", "door", "case", "state", "why", "tried", ""),
                    ListVerb::row);
        }

        private static void row(Table table, JsonNode one) {
            table.row(
                    one.path("disclosure").asText(),
                    one.path("since").asText(),
                    one.path("to").asText(),
                    one.path("door").asText(),
                    one.path("case").asText(),
                    one.path("state").asText(),
                    one.path("reason").asText(),
                    one.path("attempts").asText(),
                    one.path("emergency").asBoolean() ? "EMERGENCY" : "");
        }
    }

    @Command(name = "show", description = "One of them, by its entry in the audit log.")
    static final class ShowVerb extends PersonalVerb {
        @Parameters(paramLabel = "DISCLOSURE")
        String disclosure = "";

        @Override
        public Integer call() {
            return door.get(PATH + "/" + disclosure).tell(body -> {
                Table table = new Table("", "");
                body.fields()
                        .forEachRemaining(field ->
                                table.row(field.getKey(), field.getValue().asText()));
                System.out.print(table.text());
            });
        }
    }

    @Command(
            name = "retry",
            description = "Has it tried once more, in its turn; whether it may go is asked again at that moment.")
    static final class RetryVerb extends PersonalVerb {
        @Option(names = "--reason", required = true, description = "why, a code, for example their-system-mended")
        String reason = "";

        @Parameters(paramLabel = "DISCLOSURE")
        String disclosure = "";

        @Override
        public Integer call() {
            return door.decide(PATH + "/" + disclosure + "/retry", reason);
        }
    }

    @Command(
            name = "dismiss",
            description = "It does not go: its recipient has it by another way, or need not have it.")
    static final class DismissVerb extends PersonalVerb {
        @Option(names = "--reason", required = true, description = "why, a code, for example told-by-telephone")
        String reason = "";

        @Parameters(paramLabel = "DISCLOSURE")
        String disclosure = "";

        @Override
        public Integer call() {
            return door.decide(PATH + "/" + disclosure + "/dismiss", reason);
        }
    }
}
