package org.marac.gateway.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.kit.AgencyClient;
import org.marac.gateway.kit.Programs;
import org.marac.gateway.kit.RunningGateway;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.MediaType;

/**
 * A new agency goes from nothing to its first accepted referral by the very commands of the document, beside a gateway that
 * runs and carries the hospital's referrals all the while without one that fails.
 */
class ConnectingIT {
    private static final Path DOCUMENT = Path.of("docs/agency-it/connecting.md");
    private static final Pattern EXAMPLE = Pattern.compile("```sh\n# example: ([a-z-]+)\n(.*?)```", Pattern.DOTALL);

    /** What each step must end up saying, in the order of the document. */
    private static final Map<String, List<String>> TOLD = new LinkedHashMap<>();

    static {
        TOLD.put("prepare", List.of());
        TOLD.put("kit", List.of("tls.csr", "NEXT-STEPS.txt", "routeId: wenbury-refuge-queue-in"));
        TOLD.put("certificates", List.of("{use: sign, sha256: \"", "{door: queue, sends: true, receives: true"));
        TOLD.put("document", List.of());
        TOLD.put("mapping", List.of());
        TOLD.put("route", List.of("\"wenbury-refuge-queue-in\":\"Started\"", "RUNNING"));
        TOLD.put("not-yet", List.of("version 1 of the protocol, which is in force, does not name", "not yet"));
        TOLD.put("protocol", List.of());
        TOLD.put(
                "check",
                List.of(
                        "version 2 of the protocol, which is in force, names wenbury-refuge",
                        "tls.crt is the one the protocol pins, and is good now",
                        "the queue door let wenbury-refuge in",
                        "the message can be read here, and says that it is a test",
                        "the rest door let wenbury-refuge in",
                        "had it been real, it would have been taken",
                        "wenbury-marac would get its view (C3.3)"));
        TOLD.put("referral", List.of("\"outcome\":\"accepted\"", "only-a-test", "admitted"));
    }

    @TempDir
    Path directory;

    private volatile boolean connected;

    @Test
    void everyStepWorksAsWrittenWhileAnothersTrafficGoesOn() throws Exception {
        for (String program : List.of("bash", "curl", "openssl", "sha256sum")) {
            assumeTrue(Programs.has(program), "There is no " + program + " here");
        }
        Map<String, String> steps = new LinkedHashMap<>();
        EXAMPLE.matcher(Files.readString(DOCUMENT))
                .results()
                .forEach((MatchResult found) -> steps.put(found.group(1), found.group(2)));
        assertThat(steps.keySet()).containsExactlyElementsOf(TOLD.keySet());
        Path place = directory.resolve("connect");
        ExecutorService hospital = Executors.newSingleThreadExecutor();
        try (RunningGateway gateway = RunningGateway.on(
                directory.resolve("data"),
                "--gateway.protocol.directory=" + place.resolve("area"),
                "--gateway.routes=" + place.resolve("routes"))) {
            run(gateway, place, "prepare", steps.getOrDefault("prepare", ""));
            gateway.start();
            Future<Integer> traffic = hospital.submit(() -> traffic(gateway));
            for (Map.Entry<String, String> step : steps.entrySet()) {
                if (!step.getKey().equals("prepare")) {
                    run(gateway, place, step.getKey(), step.getValue());
                }
            }
            aFaultyFileSaysWhyAndTouchesNobody(gateway, place);
            aFaultyMappingSaysWhyAndSinceWhen(gateway, place);
            connected = true;
            assertThat(carried(traffic)).isGreaterThan(10);
        } finally {
            connected = true;
            hospital.shutdownNow();
        }
    }

    private static int carried(Future<Integer> traffic) throws InterruptedException {
        try {
            return traffic.get();
        } catch (ExecutionException e) {
            throw new AssertionError("The hospital's referrals met a failure", e.getCause());
        }
    }

    /** One referral after another, each answered before the next. */
    private int traffic(RunningGateway gateway) throws IOException {
        int sent = 0;
        try (AgencyClient hospital = new AgencyClient(new AgencyId("wenbury-hospital"), gateway)) {
            while (!connected) {
                UUID id = UUID.randomUUID();
                String referral = Files.readString(Path.of("src/main/resources/example/hospital-referral.fhir.json"))
                        .replace("${id}", id.toString())
                        .replace("${created}", Instant.now().toString());
                AgencyClient.Answer answer =
                        hospital.post(Bytes.utf8(referral), MediaType.FHIR_JSON.code(), UUID.randomUUID());
                assertThat(answer.status()).as(answer.body()).isEqualTo(200);
                sent++;
            }
        }
        return sent;
    }

    private static void aFaultyFileSaysWhyAndTouchesNobody(RunningGateway gateway, Path place)
            throws IOException, JMSException {
        Path file = place.resolve("routes/agencies/wenbury-refuge.camel.yaml");
        Files.writeString(file, Files.readString(file).replace("queue-out", "queue-about"));
        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(get(gateway, "routes"))
                        .contains("EARLIER_VERSION", "needs the template queue-about, which no file brings"));
        assertThat(get(gateway, "health"))
                .contains("\"agencies/wenbury-refuge.camel.yaml\":\"needs the template queue-about");
        assertThat(gateway.readiness()).isEqualTo(200);
        assertThat(gateway.said()).contains("agencies/wenbury-refuge.camel.yaml does not run as it is: needs the");
    }

    private static void aFaultyMappingSaysWhyAndSinceWhen(RunningGateway gateway, Path place) throws IOException {
        Path stylesheet = place.resolve("routes/mappings/wenbury-refuge/referral.xsl");
        String good = Files.readString(stylesheet);
        assertThat(get(gateway, "routes")).contains("\"faultyMappings\":[]");
        Files.writeString(stylesheet, good.replace("</xsl:stylesheet>", ""));

        assertThat(get(gateway, "routes"))
                .contains("\"agency\":\"wenbury-refuge\",\"file\":\"referral.xsl\"", "\"line\":", "\"earlier\":true")
                .containsPattern("\"since\":\"20[0-9]{2}-");
        assertThat(get(gateway, "health")).contains("wenbury-refuge/referral.xsl:");
        assertThat(gateway.readiness()).isEqualTo(200);
        Files.writeString(stylesheet, good);
    }

    private static String get(RunningGateway gateway, String page) {
        return Programs.run("curl", "-s", gateway.management(page).toString()).said();
    }

    private void run(RunningGateway gateway, Path place, String name, String commands) throws IOException {
        Path script = Files.writeString(directory.resolve(name + ".sh"), commands);
        List<String> command = new ArrayList<>(List.of(
                "env",
                "PLACE=" + place,
                "AMQP_PORT=" + gateway.amqpPort(),
                "FHIR_PORT=" + gateway.fhirPort(),
                "MANAGEMENT_PORT=" + gateway.management("health").getPort(),
                "DATA=" + gateway.data(),
                "GATEWAY=" + String.join(" ", Programs.gatewayCommand())));
        command.addAll(List.of("bash", "-e", "-o", "pipefail", script.toString()));
        Programs.Ended ended = Programs.run(command.toArray(String[]::new));
        assertThat(ended.status()).as(name + ":\n" + ended.said()).isZero();
        assertThat(TOLD.getOrDefault(name, List.of()))
                .allSatisfy(told -> assertThat(ended.said()).as(name).contains(told));
    }
}
