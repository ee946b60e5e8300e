package org.marac.gateway.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What agencies sent and could not be read, in the name of the person who deals with it, through the people's door. */
@Command(
        name = "unread",
        description =
                "Lists, saves, takes once more and puts aside what could not be read. Sign in first, with hold sign-in.",
        subcommands = {
            UnreadVerbs.ListVerb.class,
            UnreadVerbs.ShowVerb.class,
            UnreadVerbs.ResubmitVerb.class,
            UnreadVerbs.DismissVerb.class
        })
final class UnreadVerbs {
    private static final String PATH = "/api/unread";

    private UnreadVerbs() {}

    @Command(name = "list", description = "What waits, the oldest first: evidence and no content.")
    static final class ListVerb extends PersonalVerb {
        @Override
        public Integer call() {
            return door.list(
                    PATH,
                    "unread",
                    new Table("unread", "since", "from", "door", "type", "bytes", "why", "where", "entry", ""),
                    ListVerb::row);
        }

        private static void row(Table table, JsonNode one) {
            table.row(
                    one.path("id").asText(),
                    one.path("since").asText(),
                    one.path("from").asText(),
                    one.path("door").asText(),
                    one.path("type").asText(),
                    one.path("bytes").asText(),
                    (one.path("code").asText() + " " + one.path("reason").asText()).strip(),
                    one.path("position").asText(),
                    one.path("entry").asText(),
                    one.path("kept").asBoolean() ? "" : "bytes not kept");
        }
    }

    @Command(name = "show", description = "Saves the bytes to a file for your eyes alone. That you looked is logged.")
    static final class ShowVerb extends PersonalVerb {
        @Option(names = "--reason", required = true, description = "what for, a code, for example find-the-fault")
        String reason = "";

        @Option(names = "--to", required = true, description = "the file to write; it must not be there yet")
        Path to = Path.of("");

        @Parameters(paramLabel = "UNREAD")
        String unread = "";

        @Override
        public Integer call() {
            return door.look(PATH + "/" + unread + "/open", reason, to);
        }
    }

    @Command(
            name = "resubmit",
            description = "Has it taken once more in its sender's name, and its sender told when it is read.")
    static final class ResubmitVerb extends PersonalVerb {
        @Option(names = "--reason", required = true, description = "why, a code, for example mapping-mended")
        String reason = "";

        @Option(names = "--as", description = "what it is, where its sender said something else: a content type")
        Optional<String> as = Optional.empty();

        @Option(names = "--instead", description = "bytes you put in their place: the log says that you did")
        Optional<Path> instead = Optional.empty();

        @Parameters(paramLabel = "UNREAD")
        String unread = "";

        @Override
        public Integer call() throws IOException {
            Map<String, Object> body = new HashMap<>(Map.of("reason", reason));
            as.ifPresent(type -> body.put("type", type));
            if (instead.isPresent()) {
                body.put("content", Base64.getEncoder().encodeToString(Files.readAllBytes(instead.get())));
            }
            PeopleDoor.Answer answer = door.post(PATH + "/" + unread + "/resubmit", body);
            int status = answer.tell(UnreadVerbs::ended);
            return answer.body().path("outcome").asText().equals("refused") ? 1 : status;
        }
    }

    private static void ended(JsonNode body) {
        String why = body.path("code").asText() + " " + body.path("reason").asText() + " "
                + body.path("position").asText();
        System.out.println((body.path("outcome").asText() + " " + why).strip() + ", entry "
                + body.path("entry").asText() + " of the audit log");
        if (body.path("told").asText().equals("to-ask-for")) {
            System.out.println("Its sender does not know: telephone. It can ask for its receipt, or send it again.");
        }
    }

    @Command(name = "dismiss", description = "Puts it aside and destroys its bytes.")
    static final class DismissVerb extends PersonalVerb {
        @Option(names = "--reason", required = true, description = "why, a code, for example sent-again")
        String reason = "";

        @Parameters(paramLabel = "UNREAD")
        String unread = "";

        @Override
        public Integer call() {
            return door.decide(PATH + "/" + unread + "/dismiss", reason);
        }
    }
}
