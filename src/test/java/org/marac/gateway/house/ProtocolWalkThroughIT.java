package org.marac.gateway.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.kit.Programs;
import org.marac.gateway.kit.RunningGateway;

/** A protocol from draft to withdrawal and back, by the very commands of the document, beside a running gateway. */
class ProtocolWalkThroughIT {
    private static final Path DOCUMENT = Path.of("docs/operators/protocol-walk-through.md");
    private static final Pattern EXAMPLE = Pattern.compile("```sh\n# example: ([a-z-]+)\n(.*?)```", Pattern.DOTALL);

    /** What each step must end up saying, in the order of the document. */
    private static final Map<String, List<String>> TOLD = new LinkedHashMap<>();

    static {
        TOLD.put("draft", List.of());
        TOLD.put(
                "check",
                List.of("not in force yet", "the chair has not signed", "has not signed: sends and receives nothing"));
        TOLD.put("render", List.of("Made from sha256 ", "protocol-v1.html", "protocol-v1.pdf"));
        TOLD.put("sign", List.of("the chair and the quorum have signed", "walk-through version 1, 3 signatories"));
        TOLD.put("in-force", List.of("\"outcome\":\"accepted\"", "permitted"));
        TOLD.put("withdraw", List.of("statement: withdrawal", "protocol.activated", "protocol.standing"));
        TOLD.put("after", List.of("\"outcome\":\"accepted\"", "denied", "C1.1"));
        TOLD.put("taken-away", List.of("protocol.declared", "protocol.alarm"));
        TOLD.put("reinstate", List.of("statement: reinstatement", "signed for the chair", "3 signatories"));
    }

    @TempDir
    Path directory;

    @Test
    void everyStepWorksAsWritten() throws IOException {
        for (String program : List.of("bash", "curl", "openssl")) {
            assumeTrue(Programs.has(program), "There is no " + program + " here");
        }
        Map<String, String> steps = new LinkedHashMap<>();
        EXAMPLE.matcher(Files.readString(DOCUMENT))
                .results()
                .forEach((MatchResult found) -> steps.put(found.group(1), found.group(2)));
        assertThat(steps.keySet()).containsExactlyElementsOf(TOLD.keySet());
        Path area = directory.resolve("area");
        try (RunningGateway gateway =
                RunningGateway.on(directory.resolve("data"), "--gateway.protocol.directory=" + area)) {
            for (Map.Entry<String, String> step : steps.entrySet()) {
                if (step.getKey().equals("sign")) {
                    gateway.start();
                }
                Programs.Ended ended = run(gateway, area, step.getKey(), step.getValue());
                assertThat(ended.status())
                        .as(step.getKey() + ":\n" + ended.said())
                        .isZero();
                assertThat(TOLD.getOrDefault(step.getKey(), List.of()))
                        .allSatisfy(told ->
                                assertThat(ended.said()).as(step.getKey()).contains(told));
            }
        }
        assertThat(Files.readString(Path.of("target/walk/protocol-v1.html")))
                .contains("Not in force: the chair has not signed.");
        assertThat(Files.readAllBytes(Path.of("target/walk/protocol-v1.pdf"))).startsWith('%', 'P', 'D', 'F');
    }

    private Programs.Ended run(RunningGateway gateway, Path area, String name, String commands) throws IOException {
        Path script = Files.writeString(directory.resolve(name + ".sh"), commands);
        List<String> command = new ArrayList<>(List.of(
                "env",
                "AREA=" + area,
                "AMQP_PORT=" + gateway.amqpPort(),
                "MANAGEMENT_PORT=" + gateway.management("health").getPort(),
                "DATA=" + gateway.data(),
                "GATEWAY=" + String.join(" ", Programs.gatewayCommand())));
        command.addAll(List.of("bash", "-e", "-o", "pipefail", script.toString()));
        return Programs.run(command.toArray(String[]::new));
    }
}
