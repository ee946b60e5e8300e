package org.marac.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Arrival;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.InForce;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Party.PinnedCertificate.Use;
import org.marac.gateway.model.Peer;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;
import org.marac.gateway.policy.Policy;
import org.marac.gateway.protocol.Explanation.Line;
import org.marac.gateway.protocol.Explanation.Verdict;
import org.marac.gateway.seal.Certificates;
import org.marac.gateway.seal.DetachedSignatures;
import org.marac.gateway.seal.PinnedCertificates;
import org.marac.gateway.seal.Trust;

/** The example area as it lies in the project: signatures made by OpenSSL, certificates, and what they come to. */
class ExampleAreaTest {
    private static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");
    private static final Path TRUST_FOLDER = Shelves.WENBURY.resolve("trust");
    private static final Trust TRUST = Trust.read(TRUST_FOLDER);
    private static final Certificates CERTIFICATES = Certificates.read(TRUST_FOLDER);
    private static final DetachedSignatures SIGNATURES = new DetachedSignatures(() -> TRUST, Clock.systemUTC());
    private static final PinnedCertificates PINNED = new PinnedCertificates(() -> TRUST, () -> CERTIFICATES);

    @Test
    void elevenOfTwelveHaveSignedAndTheFireServiceHasNot() {
        InForce inForce = shelf(Shelves.WENBURY).inForce(NOW).orElseThrow();
        assertThat(inForce.protocol().parties()).hasSize(12);
        assertThat(inForce.signatories()).hasSize(11).doesNotContain(new AgencyId("wenbury-fire"));
    }

    @Test
    void nothingThatLiesThereIsFalse() {
        Explanation explanation = shelf(Shelves.WENBURY).explain(NOW);
        assertThat(explanation.lines())
                .filteredOn(line -> line.verdict() != Verdict.HOLDS)
                .containsExactly(new Line(
                        Verdict.OPEN, "v1 signature of wenbury-fire", "has not signed: sends and receives nothing"));
    }

    @Test
    void everyCertificateTheProtocolNamesIsThereAndGood() {
        for (Party party : Shelves.wenbury().parties()) {
            assertThat(party.certificates())
                    .extracting(Party.PinnedCertificate::use)
                    .contains(Use.SIGN, Use.ENCRYPT, Use.TLS);
            assertThat(party.certificates())
                    .allSatisfy(certificate -> assertThat(PINNED.check(certificate.sha256(), certificate.use(), NOW))
                            .isEmpty());
        }
    }

    @Test
    void aSignatureOfAnotherAgencyUnderAnAgencysNameDoesNotCount(@TempDir Path folder) throws IOException {
        copy(folder);
        Files.copy(
                folder.resolve("v1/signatures/wenbury-police.p7s"), folder.resolve("v1/signatures/wenbury-fire.p7s"));
        assertThat(shelf(folder).inForce(NOW).orElseThrow().signatories())
                .hasSize(11)
                .doesNotContain(new AgencyId("wenbury-fire"));
        assertThat(shelf(folder).explain(NOW).lines())
                .contains(new Line(
                        Verdict.FAILS,
                        "v1 signature of wenbury-fire",
                        "does not stand (not-pinned): its certificate is not one this version names for the agency to sign"
                                + " with"));
    }

    @Test
    void oneMoreSpaceInTheProtocolVoidsEverySignature(@TempDir Path folder) throws IOException {
        copy(folder);
        Files.writeString(folder.resolve("v1/protocol.yaml"), Shelves.wenburyText() + "\n");
        assertThat(shelf(folder).inForce(NOW)).isEmpty();
        assertThat(shelf(folder).explain(NOW).lines())
                .contains(new Line(
                        Verdict.FAILS,
                        "v1 signature of wenbury-police",
                        "does not stand (bad-signature): these are not the bytes that were signed (openssl cms needs"
                                + " -binary)"));
    }

    @Test
    void aCertificateOfTheSameRootThatNobodyPinsIsNobodys() {
        Digest stranger = Certificates.digestOf(Path.of("certs-example/stranger/tls.crt"));
        assertThatThrownBy(() -> shelf(Shelves.WENBURY).identify(arrival(stranger), NOW))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo(RefusalCode.UNKNOWN_PEER));
    }

    @Test
    void theHospitalIsKnownByItsCertificate() throws Refused {
        Digest hospital = Certificates.digestOf(Path.of("certs-example/agencies/wenbury-hospital/tls.crt"));
        assertThat(shelf(Shelves.WENBURY)
                        .identify(arrival(hospital), NOW)
                        .agency()
                        .id())
                .isEqualTo(new AgencyId("wenbury-hospital"));
    }

    @Test
    void itKeepsWorkingForYears() {
        Protocol protocol = Shelves.wenbury();
        assertThat(protocol.effective()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(protocol.expires()).isEqualTo(Instant.parse("2036-01-01T00:00:00Z"));
        assertThat(shelf(Shelves.WENBURY)
                        .inForce(Instant.parse("2035-12-31T00:00:00Z"))
                        .orElseThrow()
                        .signatories())
                .hasSize(11);
    }

    private static ProtocolShelf shelf(Path area) {
        return new ProtocolShelf(
                area,
                new Pins(
                        Optional.of(Shelves.wenbury().digest()).filter(digest -> area.equals(Shelves.WENBURY)),
                        Optional.empty()),
                new Checks(SIGNATURES::problem, p7s -> Optional.empty(), PINNED::check, new Policy()::findings));
    }

    private static Arrival arrival(Digest certificate) {
        return new Arrival(
                Door.FHIR,
                new Peer.Certificate(certificate),
                Optional.empty(),
                Bytes.utf8(""),
                NOW,
                Optional.empty(),
                Optional.empty());
    }

    private static void copy(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(Shelves.WENBURY.resolve("v1"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = folder.resolve(Shelves.WENBURY.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
    }

    @Test
    void anAgencyNothingCanBeSealedForIsSentNothingAndTheOthersGoOn() {
        AgencyId idva = new AgencyId("haven-idva");
        Digest expired = Shelves.wenbury().party(idva).orElseThrow().certificates().stream()
                .filter(c -> c.use() == Use.ENCRYPT)
                .findFirst()
                .orElseThrow()
                .sha256();
        ProtocolShelf shelf = new ProtocolShelf(
                Shelves.WENBURY,
                Pins.NONE,
                new Checks(
                        (content, p7s, party, at) -> Optional.empty(),
                        p7s -> Optional.empty(),
                        (digest, use, at) -> digest.equals(expired) ? Optional.of("expired") : Optional.empty(),
                        new Policy()::findings));

        assertThat(shelf.inForce(Instant.parse("2026-11-21T20:00:00Z"))
                        .orElseThrow()
                        .signatories())
                .contains(new AgencyId("wenbury-police"), new AgencyId("wenbury-marac"))
                .doesNotContain(idva);
    }
}
