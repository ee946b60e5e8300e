package org.marac.gateway.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.jms.JMSException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.kit.AgencyClient;
import org.marac.gateway.kit.ExampleAuthority;
import org.marac.gateway.kit.Examples;
import org.marac.gateway.kit.RunningGateway;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.seal.RevocationUnknown;
import org.marac.gateway.storage.StorageUnavailable;

/** What we could not do is not refused, not acknowledged and not lost: it waits, and goes on by itself. */
class FailureIT {
    private static final AgencyId POLICE = Examples.POLICE;
    private static final AgencyId HOSPITAL = Examples.HOSPITAL;
    private static final AgencyId IDVA = Examples.IDVA;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int DISK_MB = 512;

    private final Random random = new Random();
    private final List<String> receipts = new ArrayList<>();

    @TempDir
    Path place;

    @Test
    void whileTheDatabaseIsAwayMessagesWait() throws Exception {
        try (RunningGateway gateway = RunningGateway.start(place.resolve("data"));
                AgencyClient hospital = new AgencyClient(HOSPITAL, gateway);
                AgencyClient police = new AgencyClient(POLICE, gateway);
                AgencyClient idva = new AgencyClient(IDVA, gateway)) {
            gateway.takeDatabaseAway();
            UUID posted = UUID.randomUUID();
            String referral = Invented.hospitalReferral(posted, random);

            assertThat(post(hospital, referral, posted)).isEqualTo(503);
            sendSealed(police);
            awaitFailureOfPolice(gateway, StorageUnavailable.class);
            Awaitility.await().atMost(PATIENCE).until(() -> gateway.readiness() != 200);
            assertThat(police.receipts()).isEmpty();
            assertThat(idva.disclosures()).isEmpty();

            gateway.giveDatabaseBack();

            gateway.awaitReady();
            awaitReceipts(police, "accepted");
            assertThat(post(hospital, referral, posted))
                    .as("nothing of it was kept")
                    .isEqualTo(200);
            awaitDisclosures(idva, 2);

            gateway.killDatabase();

            UUID next = UUID.randomUUID();
            String another = Invented.hospitalReferral(next, random);
            Awaitility.await().atMost(PATIENCE).until(() -> post(hospital, another, next) != 503);
            awaitDisclosures(idva, 1);
        }
    }

    @Test
    void whileTheRevocationListIsOldMessagesWait() throws Exception {
        Path area = copy(Path.of("protocol-config/wenbury"), place.resolve("area"));
        Path list = area.resolve("trust").resolve("ca.crl");
        try (RunningGateway gateway =
                        RunningGateway.start(place.resolve("data"), "--gateway.protocol.directory=" + area);
                AgencyClient hospital = new AgencyClient(HOSPITAL, gateway);
                AgencyClient police = new AgencyClient(POLICE, gateway)) {
            // What comes while nobody knows who is revoked is not let in; this one is there already, and waits for the
            // database.
            gateway.takeDatabaseAway();
            sendSealed(police);
            Instant now = Instant.now();

            ExampleAuthority.revoke(list, now.minus(Duration.ofDays(2)), now.minus(Duration.ofDays(1)));
            Awaitility.await("the gateway looks at the list again")
                    .atMost(PATIENCE)
                    .until(() -> gateway.health("protocol").contains("no current revocation list"));
            gateway.giveDatabaseBack();

            awaitFailureOfPolice(gateway, RevocationUnknown.class);
            UUID posted = UUID.randomUUID();
            assertThat(post(hospital, Invented.hospitalReferral(posted, random), posted))
                    .isEqualTo(503);

            ExampleAuthority.revoke(list, now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1)));

            Awaitility.await().atMost(PATIENCE).until(() -> {
                UUID id = UUID.randomUUID();
                return post(hospital, Invented.hospitalReferral(id, random), id) == 200;
            });
            // They were shown out meanwhile, so they knock again.
            police.hangUp();
            awaitReceipts(police, "accepted");
        }
    }

    @Test
    void whileTheDiskIsFullMessagesWait() throws Exception {
        Path disk = Files.createDirectories(place.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + DISK_MB + "m", "tmpfs", disk.toString()),
                "a disk of its own can only be mounted as root");
        try (RunningGateway gateway = RunningGateway.start(disk.resolve("data"));
                AgencyClient hospital = new AgencyClient(HOSPITAL, gateway)) {
            Load load = new Load(gateway);
            try (load) {
                load.sender(POLICE, Load.Door.QUEUE, random.nextLong());
                load.sender(HOSPITAL, Load.Door.FHIR, random.nextLong());
                Awaitility.await().atMost(PATIENCE).until(() -> load.acknowledgements() > 20);

                Path ballast = disk.resolve("ballast");
                Awaitility.await("the disk is full").atMost(PATIENCE).until(() -> {
                    fill(ballast);
                    UUID id = UUID.randomUUID();
                    return post(hospital, Invented.hospitalReferral(id, random), id) == 503;
                });
                assertThat(disk.toFile().getUsableSpace()).isLessThan(1 << 20);
                Files.delete(ballast);

                int before = load.acknowledgements();
                Awaitility.await("all goes on").atMost(PATIENCE).until(() -> load.acknowledgements() > before + 50);
                gateway.awaitReady();
            }
            new Accounting(gateway, load, place).holds();
        } finally {
            assertThat(run("umount", "-l", disk.toString())).isTrue();
        }
    }

    @Test
    void productionDoesNotStartWithTheExampleCertificates() {
        RunningGateway gateway = RunningGateway.on(place.resolve("data"), "--gateway.mode=production");
        gateway.launch();

        assertThat(gateway.awaitEnd()).isNotZero();
        assertThat(gateway.said())
                .contains("gateway.mode=production refuses example keys and certificates")
                .doesNotContain("\tat ");
        assertThat(place.resolve("data/postgres")).as("nothing was begun").doesNotExist();
    }

    @Test
    void aPortThatIsTakenEndsTheProgramAndIsNamed() throws IOException {
        RunningGateway gateway = RunningGateway.on(place.resolve("data"));
        try (ServerSocket taken = new ServerSocket(gateway.peoplePort(), 1, InetAddress.getLoopbackAddress())) {
            gateway.launch();

            assertThat(gateway.awaitEnd()).isNotZero();
            assertThat(gateway.said()).contains("Port " + taken.getLocalPort() + " was already in use");
        }
    }

    @Test
    void anUnknownSettingStopsTheStartAndIsNamedWithoutItsValue() {
        RunningGateway gateway = RunningGateway.on(place.resolve("data"), "--gateway.database.pasword=hunter2");
        gateway.launch();

        assertThat(gateway.awaitEnd()).isNotZero();
        assertThat(gateway.said())
                .contains("There is no setting gateway.database.pasword.")
                .doesNotContain("hunter2")
                .doesNotContain("\tat ");
        assertThat(place.resolve("data/postgres")).as("nothing was begun").doesNotExist();
    }

    private int post(AgencyClient client, String message, UUID id) throws IOException {
        return client.post(Bytes.utf8(message), "application/fhir+json", id).status();
    }

    private void sendSealed(AgencyClient client) throws JMSException {
        UUID id = UUID.randomUUID();
        String referral = Invented.referral(client.agency(), id, random);
        client.send(client.seal(id.toString(), Bytes.utf8(referral), MediaType.CANONICAL), MediaType.CMS);
    }

    /** The application log says so: a message that waits leaves no other trace. */
    private static void awaitFailureOfPolice(RunningGateway gateway, Class<? extends Exception> why) {
        Awaitility.await("a message that cannot be processed")
                .atMost(PATIENCE)
                .until(() -> gateway.said()
                        .lines()
                        .anyMatch(line -> line.contains("Failed delivery")
                                && line.contains("marac.work." + POLICE)
                                && line.contains(why.getName())));
    }

    private void awaitReceipts(AgencyClient client, String... outcomes) {
        receipts.clear();
        Awaitility.await("receipts of " + client.agency()).atMost(PATIENCE).untilAsserted(() -> {
            client.receipts()
                    .forEach(signed -> receipts.add(Receipt.read(signed).outcome()));
            assertThat(receipts).containsExactly(outcomes);
        });
    }

    private static void awaitDisclosures(AgencyClient client, int count) {
        List<Bytes> arrived = new ArrayList<>();
        Awaitility.await("disclosures for " + client.agency()).atMost(PATIENCE).untilAsserted(() -> {
            arrived.addAll(client.disclosures());
            assertThat(arrived).hasSize(count);
        });
    }

    /** To the last byte. */
    private static void fill(Path ballast) throws IOException {
        byte[] block = new byte[4096];
        try (OutputStream out = Files.newOutputStream(
                ballast, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND)) {
            for (int i = 0; i < DISK_MB * 1024 / 4; i++) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    private boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(place.resolve("command.out").toFile())
                        .start()
                        .waitFor()
                == 0;
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
        return to;
    }
}
