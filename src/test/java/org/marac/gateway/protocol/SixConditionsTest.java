package org.marac.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Arrival;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Decision;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Identified;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Party.PinnedCertificate.Use;
import org.marac.gateway.model.Peer;
import org.marac.gateway.model.Refused;
import org.marac.gateway.policy.Policy;
import org.marac.gateway.policy.Questions;
import org.marac.gateway.seal.Certificates;
import org.marac.gateway.seal.DetachedSignatures;
import org.marac.gateway.seal.PinnedCertificates;
import org.marac.gateway.seal.Trust;

/**
 * Six things must hold before anything is shared: sender signed, recipient signed, that version current, not expired, not
 * withdrawn, certificate not revoked. Of the sixty-four ways they can be, with real signatures, one shares.
 */
class SixConditionsTest {
    private static final Path CERTS = Path.of("certs-example");
    private static final String SENDER = "wenbury-probation";
    private static final String RECIPIENT = "haven-idva";
    private static final String[] QUORUM = {"wenbury-police", "wenbury-marac", "wenbury-hospital"};
    private static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");

    private static final Policy POLICY = new Policy();
    private static final Trust TRUST = Trust.read(Shelves.WENBURY.resolve("trust"));
    private static final Certificates CERTIFICATES = Certificates.read(CERTS);
    private static final DetachedSignatures SIGNATURES =
            new DetachedSignatures(() -> TRUST, Clock.fixed(NOW, ZoneOffset.UTC));
    private static final PinnedCertificates PINNED = new PinnedCertificates(() -> TRUST, () -> CERTIFICATES);
    // Nothing of what is signed differs between most cases; a signature is made once for each signer and content.
    private static final Map<String, Bytes> SIGNED = new HashMap<>();

    @TempDir
    Path folder;

    /** One way the six can be. */
    record Case(
            boolean senderSigned,
            boolean recipientSigned,
            boolean versionCurrent,
            boolean notExpired,
            boolean notWithdrawn,
            boolean notRevoked) {
        boolean all() {
            return senderSigned && recipientSigned && versionCurrent && notExpired && notWithdrawn && notRevoked;
        }
    }

    static Stream<Case> sixtyFour() {
        return IntStream.range(0, 64)
                .mapToObj(bits -> new Case(
                        (bits & 1) == 0,
                        (bits & 2) == 0,
                        (bits & 4) == 0,
                        (bits & 8) == 0,
                        (bits & 16) == 0,
                        (bits & 32) == 0));
    }

    @ParameterizedTest
    @MethodSource("sixtyFour")
    void onlyOneCombinationShares(Case six) throws IOException {
        assertThat(shares(six)).isEqualTo(six.all());
    }

    private boolean shares(Case six) throws IOException {
        String text = text(six);
        write("v1/protocol.yaml", Bytes.utf8(text));
        for (String signer : QUORUM) {
            sign("v1", signer, agencyKey(signer), text);
        }
        if (six.senderSigned) {
            sign("v1", SENDER, six.notRevoked ? agencyKey(SENDER) : CERTS.resolve("revoked"), text);
        }
        if (six.recipientSigned) {
            sign("v1", RECIPIENT, agencyKey(RECIPIENT), text);
        }
        if (!six.versionCurrent) {
            // The version both signed is no longer the one in force; the next they have not signed.
            String next = Area.next(text, 2, "2026-06-01T00:00:00Z");
            write("v2/protocol.yaml", Bytes.utf8(next));
            for (String signer : QUORUM) {
                sign("v2", signer, agencyKey(signer), next);
            }
        }
        if (!six.notWithdrawn) {
            withdraw(text);
        }
        return permitted();
    }

    private boolean permitted() {
        ProtocolShelf shelf = new ProtocolShelf(
                folder,
                Pins.NONE,
                new Checks(SIGNATURES::problem, p7s -> Optional.empty(), PINNED::check, POLICY::findings));
        try {
            Identified identified = shelf.identify(arrival(), NOW);
            Decision decision = POLICY.decide(
                    identified.inForce().protocol(),
                    Questions.referral()
                            .from(identified.agency().id().value())
                            .at(NOW)
                            .signedBy(identified.inForce().signatories())
                            .asked());
            return decision.permits().stream()
                    .anyMatch(permit -> permit.recipient().value().equals(RECIPIENT));
        } catch (Refused refused) {
            return false;
        }
    }

    private static String text(Case six) {
        String text = Area.first();
        if (!six.notExpired) {
            text = text.replaceFirst("(?m)^expires: .*$", "expires: 2026-11-21T20:00:00Z")
                    .replaceFirst("(?m)^review: .*$", "review: 2026-11-01");
        }
        if (!six.notRevoked) {
            // The revoked certificate is the one the protocol names for the sender.
            Party sender = Shelves.wenbury().party(new AgencyId(SENDER)).orElseThrow();
            String pinned = sender.certificates().stream()
                    .filter(certificate -> certificate.use() == Use.SIGN)
                    .findFirst()
                    .orElseThrow()
                    .sha256()
                    .hex();
            text = text.replace(
                    pinned,
                    Certificates.digestOf(CERTS.resolve("revoked/sign.crt")).hex());
        }
        return text;
    }

    private void withdraw(String text) throws IOException {
        String statement = Statement.withdrawal(
                        new AgencyId(RECIPIENT), Area.ref(1, text), Instant.parse("2026-09-01T00:00:00Z"))
                .bytes()
                .text();
        write("v1/withdrawals/" + RECIPIENT + ".yaml", Bytes.utf8(statement));
        write("v1/withdrawals/" + RECIPIENT + ".p7s", signature(RECIPIENT, agencyKey(RECIPIENT), statement));
    }

    private void sign(String version, String agency, Path keys, String text) throws IOException {
        write(version + "/signatures/" + agency + ".p7s", signature(agency, keys, text));
    }

    private static Bytes signature(String agency, Path keys, String text) {
        return SIGNED.computeIfAbsent(
                keys + agency + text,
                key -> SIGNATURES.sign(Bytes.utf8(text), keys.resolve("sign.key"), keys.resolve("sign.crt")));
    }

    private static Path agencyKey(String agency) {
        return CERTS.resolve("agencies").resolve(agency);
    }

    private void write(String name, Bytes bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes.toArray());
    }

    private static Arrival arrival() {
        return new Arrival(
                Door.QUEUE,
                new Peer.QueueOwner(new AgencyId(SENDER)),
                Optional.of(MediaType.CMS),
                Bytes.utf8("sealed"),
                NOW,
                Optional.empty(),
                Optional.empty());
    }
}
