package org.marac.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.marac.gateway.format.Formats;
import org.marac.gateway.format.Mappings;
import org.marac.gateway.intake.RouteRules;
import org.marac.gateway.kit.Programs;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Assurance;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Label;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.Opened;

/** What the onboarding kit writes, and what it says before anything is sent. The rest is shown by ConnectingIT. */
class OnboardTest {
    private static final AgencyId REFUGE = new AgencyId("wenbury-refuge");
    private static final AgencyId MARAC = new AgencyId("wenbury-marac");

    @TempDir
    Path place;

    @ParameterizedTest
    @EnumSource
    void theRouteIsOneThatOnlyConnects(KitDoor door) throws IOException {
        String route = KitText.route(REFUGE, List.of(door));

        if (!door.templates().isEmpty()) {
            assertThat(RouteRules.broken(route)).isEmpty();
        }
        for (String template : door.templates()) {
            assertThat(Files.readString(Path.of("routes/doors/" + template + ".camel.yaml")))
                    .contains("id: " + template);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theTestMessageCanBeReadAndSaysThatItIsATest(KitDoor door) throws Exception {
        Message message = new Formats(new Mappings(place))
                .understand(
                        new Opened(
                                KitChecks.sample(door, REFUGE, Instant.parse("2026-11-22T10:00:00Z")),
                                door.type(),
                                Assurance.CHANNEL,
                                Optional.empty(),
                                Optional.empty()),
                        REFUGE,
                        MARAC);

        assertThat(message.header().labels()).contains(Label.HTEST);
        assertThat(message.header().sender()).isEqualTo(REFUGE);
    }

    @ParameterizedTest
    @EnumSource
    void theMappingToBeginWithCompiles(KitFormat format) throws IOException {
        Path own = place.resolve("routes/mappings");
        assertThat(make("--format", format.name()).status()).isZero();

        assertThat(new Mappings(own).problems()).isEmpty();
        assertThat(Files.isDirectory(own.resolve("wenbury-refuge")))
                .isEqualTo(!format.files().isEmpty());
    }

    @Test
    void aKeyIsForItsOwnersEyesAloneAndNeverReplaced() throws IOException {
        make();
        Path key = place.resolve("certs/agencies/wenbury-refuge/sign.key");
        String first = Files.readString(key);
        Programs.Ended again = make();

        assertThat(again.said()).doesNotContain("sign.key");
        assertThat(Files.readString(key)).isEqualTo(first);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
    }

    @Test
    void whatIsGivenStaysOneTextInTheEntry() throws IOException {
        make("--contact", "A \"manager\"\n  signatory: me");

        assertThat(Files.readString(place.resolve("protocol-entry.yaml")))
                .contains("    contact: \"A \\\"manager\\\"   signatory: me\"\n")
                .contains("# tls: put " + place.resolve("certs/agencies/wenbury-refuge/tls.crt") + " there");
    }

    @Test
    void theCheckSaysWhichCertificateIsStillMissing() {
        make();

        Programs.Ended check = check();

        assertThat(check.status()).isEqualTo(1);
        assertThat(check.said()).contains("tls.crt", "send tls.csr to the area's authority", "3 things are wrong.");
    }

    @Test
    void aMessageThatDoesNotSayThatItIsATestIsNotSent() throws IOException {
        Path real = Path.of("src/main/resources/example/police-referral.json");
        Bytes content = Bytes.utf8(Files.readString(real)
                .replace("${id}", "a")
                .replace("${created}", "2026-11-22T10:00:00Z")
                .replace("\"wenbury-police\"", "\"wenbury-refuge\""));

        assertThat(new KitMessage(place, REFUGE, MARAC).isATest(content, KitDoor.QUEUE.type(), new Checklist()))
                .isFalse();
    }

    @Test
    void anAgencyThatWritesMailAsksForOneCertificateMoreWithItsAddressInIt() throws IOException {
        assertThat(make("--door", "mail").status()).as("without an address").isEqualTo(2);
        assertThat(make("--door", "mail", "--address", "desk@refuge.example").status())
                .isZero();

        Path own = place.resolve("certs/agencies/wenbury-refuge");
        assertThat(Programs.run(own, List.of("openssl", "req", "-in", "mail.csr", "-noout", "-text"))
                        .said())
                .contains("email:desk@refuge.example", "E-mail Protection");
        assertThat(Files.readString(own.resolve("mail.properties"))).contains("address=desk@refuge.example");
        assertThat(Files.readString(place.resolve("protocol-entry.yaml")))
                .contains("# mail: put ")
                .contains(
                        "{door: mail, sends: true, receives: true, assurance: channel, address: \"desk@refuge.example\"}");
    }

    private Programs.Ended make(String... more) {
        List<String> arguments = new java.util.ArrayList<>(List.of(
                "onboard",
                "new",
                "--agency",
                "wenbury-refuge",
                "--door",
                "queue",
                "--name",
                "Wenbury Women's Refuge",
                "--out",
                place.toString()));
        arguments.addAll(List.of(more));
        return Programs.gateway(arguments.toArray(String[]::new));
    }

    private Programs.Ended check() {
        return Programs.gateway(
                "onboard",
                "check",
                "--agency",
                "wenbury-refuge",
                "--door",
                "queue",
                "--certs",
                place.resolve("certs").toString());
    }
}
