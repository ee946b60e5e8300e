package org.marac.gateway.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.kit.HeldArea;
import org.marac.gateway.kit.Programs;

/**
 * What does each door cost beside the queue door? Referrals of one agency, by every door it has, from the first byte sent to
 * the last answer read, in one gateway. Prints; says nothing of whether that is fast enough.
 *
 * <p>{@code -Dbenchmark.round} for the number of messages in each measurement.
 */
@Tag("benchmark")
class DoorsIT {
    private static final int ROUND = Integer.getInteger("benchmark.round", 1_000);
    private static final int[] SENDERS = {1, 4};
    private static final Path REPORT = Path.of("target", "benchmark-doors.txt");

    @TempDir
    Path directory;

    /** Makes a round's messages for so many senders, before the clock starts. */
    @FunctionalInterface
    private interface Door {
        Ready ready(int senders);
    }

    /** Sends them, and waits for every answer. */
    @FunctionalInterface
    private interface Ready {
        void send() throws Exception;
    }

    /** One measurement. */
    private record Round(double rate, double gateway, double database) {}

    @Test
    void everyDoorBesideTheQueue() throws Exception {
        assumeTrue(Programs.has("sftp"), "There is no OpenSSH sftp here");
        assumeTrue(Programs.has("openssl"), "There is no openssl here");
        try (Mails mails = new Mails(directory);
                HostedProcess gateway = gateway(mails);
                Agencies agencies = new Agencies(gateway.amqpPort())) {
            Map<String, Door> doors = doors(gateway, agencies, mails);
            for (Door door : doors.values()) {
                door.ready(4).send();
            }
            List<String> report = new ArrayList<>();
            for (int senders : SENDERS) {
                report.addAll(table(gateway, doors, senders));
            }
            report.forEach(System.out::println);
            Files.createDirectories(REPORT.toAbsolutePath().getParent());
            Files.write(REPORT, report);
            assertThat(agencies.refused()).isZero();
        }
    }

    private HostedProcess gateway(Mails mails) throws IOException {
        Path area = HeldArea.in(directory, protocol -> withDoors(mails.in(protocol)));
        mails.certify(area);
        return new HostedProcess(
                Files.createDirectories(directory.resolve("data")),
                mails.settings(
                        "--gateway.protocol.directory=" + area,
                        "--gateway.rest.per-minute=1000000",
                        "--gateway.mllp.per-minute=1000000"));
    }

    private static String withDoors(String protocol) {
        String more = protocol;
        for (String door : List.of("rest", "mllp", "files")) {
            more = HeldArea.withChannel(
                    more,
                    DoorCallers.HOSPITAL.value(),
                    "{door: " + door + ", sends: true, receives: false, assurance: channel}");
        }
        return more;
    }

    private Map<String, Door> doors(HostedProcess gateway, Agencies agencies, Mails mails) throws IOException {
        Referrals referrals = new Referrals();
        DoorMessages messages = new DoorMessages(referrals);
        DoorCallers callers = new DoorCallers(gateway, directory);
        Map<String, Door> doors = new LinkedHashMap<>();
        doors.put("queue, sealed FHIR", senders -> {
            List<Referrals.Sealed> sealed = referrals.sealed(ROUND, 1);
            return () -> agencies.send(senders, sealed);
        });
        doors.put("STOMP, sealed FHIR", senders -> {
            List<Referrals.Sealed> sealed = referrals.sealed(ROUND, 1);
            return () -> DoorCallers.together(
                    senders, sealed, part -> new StompSender(gateway.stompPort(), agencies).send(part));
        });
        doors.put("REST, sealed FHIR", senders -> {
            List<byte[]> sealed = referrals.sealed(ROUND, 1).stream()
                    .map(Referrals.Sealed::bytes)
                    .toList();
            return () -> DoorCallers.together(senders, sealed, callers.rest("application/cms"));
        });
        doors.put("FHIR", by(messages::fhir, callers::fhir));
        doors.put("REST, XML by XSLT", by(messages::xml, callers.rest("application/xml")));
        doors.put("MLLP, HL7 v2", by(messages::hl7, callers::mllp));
        doors.put("files, rows of a table", by(messages::row, callers::rows));
        doors.put("mail, S/MIME signed", senders -> {
            List<byte[]> signed = mails.signed(DoorMessages.of(ROUND, messages::row));
            return () -> mails.send(signed);
        });
        return doors;
    }

    private static Door by(Supplier<String> message, DoorCallers.Part<byte[]> part) {
        return senders -> {
            List<byte[]> made = DoorMessages.of(ROUND, message);
            return () -> DoorCallers.together(senders, made, part);
        };
    }

    private static List<String> table(HostedProcess gateway, Map<String, Door> doors, int senders) throws Exception {
        List<String> lines = new ArrayList<>(List.of(
                "",
                senders + (senders == 1 ? " sender" : " senders") + " of one agency, " + ROUND + " messages:",
                "                             processor ms per message",
                "door                      msg/s   gateway  PostgreSQL   / queue"));
        double queue = 0;
        for (Map.Entry<String, Door> door : doors.entrySet()) {
            Round round = measured(gateway, door.getValue(), senders);
            queue = queue == 0 ? round.rate : queue;
            lines.add(String.format(
                    Locale.ROOT,
                    "%-24s %6.0f  %8.2f  %10.2f  %8.2f",
                    door.getKey(),
                    round.rate,
                    round.gateway,
                    round.database,
                    round.rate / queue));
        }
        return lines;
    }

    private static Round measured(HostedProcess gateway, Door door, int senders) throws Exception {
        Ready ready = door.ready(senders);
        Usage before = gateway.usage();
        Usage databaseBefore = gateway.databaseUsage();
        long start = System.nanoTime();
        ready.send();
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Round(
                ROUND / seconds,
                gateway.usage().since(before) * 1000 / ROUND,
                gateway.databaseUsage().since(databaseBefore) * 1000 / ROUND);
    }
}
