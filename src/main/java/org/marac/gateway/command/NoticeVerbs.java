package org.marac.gateway.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the coordinator should look at, through the people's door. */
@Command(
        name = "notice",
        description = "Lists what you should look at, and says that you have. Sign in first, with hold sign-in.",
        subcommands = {NoticeVerbs.ListVerb.class, NoticeVerbs.ShowVerb.class, NoticeVerbs.SeenVerb.class})
final class NoticeVerbs {
    private static final String PATH = "/api/notices";

    private NoticeVerbs() {}

    @Command(name = "list", description = "What nobody has looked at yet, the oldest first.")
    static final class ListVerb extends PersonalVerb {
        @Override
        public Integer call() {
            return door.list(PATH, "notices", new Table("notice", "since", "case", "about", "what"), ListVerb::row);
        }

        private static void row(Table table, JsonNode notice) {
            table.row(
                    notice.path("id").asText(),
                    notice.path("since").asText(),
                    notice.path("case").asText(),
                    notice.path("other").asText()
                            + notice.path("message").asText()
                            + notice.path("unread").asText(),
                    notice.path("meaning").asText());
        }
    }

    @Command(
            name = "show",
            description =
                    "Saves what an agency sent that gave cause for it, to a file for your eyes alone. The look is logged.")
    static final class ShowVerb extends PersonalVerb {
        @Option(names = "--reason", required = true, description = "what for, a code, for example compare-the-records")
        String reason = "";

        @Option(names = "--to", required = true, description = "the file to write; it must not be there yet")
        Path to = Path.of("");

        @Parameters(paramLabel = "NOTICE")
        String notice = "";

        @Override
        public Integer call() {
            return door.look(PATH + "/" + notice + "/open", reason, to);
        }
    }

    @Command(name = "seen", description = "You have looked at it; it leaves the list, and the log says so.")
    static final class SeenVerb extends PersonalVerb {
        @Option(names = "--reason", required = true, description = "what was done, a code, for example telephoned")
        String reason = "";

        @Parameters(paramLabel = "NOTICE")
        String notice = "";

        @Override
        public Integer call() {
            return door.decide(PATH + "/" + notice + "/seen", reason);
        }
    }
}
